// One order's own page.
'use strict';
{
  const settings = JSON.parse(document.querySelector('#settings').textContent);
  const ja = settings.language === 'ja';
  const words = ja ? { placed: '注文日', number: '注文番号', title: '注文の詳細' } : { placed: 'Order placed', number: 'Order #', title: 'Order Details' };
  const make = (tag, attributes = {}, ...inside) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...inside);
    return node;
  };
  const { number, placed } = settings.order;
  const [year, month, day] = placed.split('-').map(Number);
  const shown = ja ? `${year}年${month}月${day}日` : `${day} ${['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'][month - 1]} ${year}`;
  const pages = {
    components: () => make('div', { id: 'orderDetails' }, make('h1', {}, words.title),
      make('div', { 'data-component': 'orderDate' }, shown), make('div', { 'data-component': 'orderId' }, number)),
    dated: () => make('div', { id: 'orderDetails' }, make('h1', {}, words.title),
      make('span', { class: 'order-date-invoice-item' }, `${words.placed} ${shown}`), make('span', { class: 'order-date-invoice-item' }, `${words.number} `, make('bdi', { dir: 'ltr' }, number))),
    plain: () => make('main', {}, make('h1', {}, words.title), make('p', {}, `${words.placed} ${shown}`), make('p', {}, `${words.number}: ${number}`)),
  };
  const place = document.querySelector('#a-page');
  setTimeout(() => place.replaceChildren(pages[settings.markup]()), settings.late);
}
