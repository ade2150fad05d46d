// A history of points.
'use strict';
{
  const settings = JSON.parse(document.querySelector('#settings').textContent);
  const make = (tag, attributes = {}, ...inside) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...inside);
    return node;
  };
  const day = (order) => Date.parse(`${order.placed}T00:00:00Z`);
  const link = (order) => make('a', { href: `/your-orders/order-details?orderID=${order.number}` }, '注文の詳細');
  // A number that nobody labels and no link leads to stands beside each row.
  const markups = {
    rows: (order) => make('div', { class: 'transaction-row' }, make('span', { 'data-date-timestamp': day(order) }, order.placed),
      make('div', { class: 'transaction-description-main-content' }, make('span', { class: 'a-truncate-full' }, '商品の購入')),
      make('span', { class: 'transaction-badge', 'data-badge-type': 'PENDING' }, '獲得予定'), make('span', { class: 'transaction-points' }, '1'), link(order)),
    table: (order) => make('tr', {}, make('td', {}, order.placed), make('td', {}, '139-8209055-5797557'), make('td', {}, link(order))),
    bare: (order) => make('section', { class: 'y7' }, make('p', {}, order.placed, ' 1'), make('p', {}, link(order))),
  };
  const frames = {
    rows: (rows) => make('div', { id: 'transactions' }, ...rows),
    table: (rows) => make('table', {}, make('tbody', {}, ...rows)),
    bare: (rows) => make('main', {}, ...rows),
  };
  const place = document.querySelector('#a-page');
  place.replaceChildren(make('h1', {}, 'Amazonポイント'));
  setTimeout(() => place.append(frames[settings.markup](settings.orders.map(markups[settings.markup]))), settings.late);
}
