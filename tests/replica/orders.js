// A list of orders.
'use strict';
{
  const settings = JSON.parse(document.querySelector('#settings').textContent);
  const ja = settings.language === 'ja';
  const words = ja
    ? { placed: '注文日', number: '注文番号', total: '合計', count: `${settings.total}件`, title: '注文履歴', cancelled: 'キャンセル済み', done: '配達しました' }
    : { placed: 'Order placed', number: 'Order #', total: 'Total', count: `${settings.total} orders`, title: 'Your Orders', cancelled: 'Cancelled', done: 'Delivered' };
  const make = (tag, attributes = {}, ...inside) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...inside);
    return node;
  };
  const shown = (iso) => {
    const [year, month, day] = iso.split('-').map(Number);
    return ja ? `${year}年${month}月${day}日` : new Date(Date.UTC(year, month - 1, day)).toLocaleDateString('en-US', { month: 'long', day: 'numeric', year: 'numeric', timeZone: 'UTC' });
  };
  const status = (order) => (order.cancelled ? words.cancelled : words.done);
  const fill = {
    cards: (card, order) => card.append(
      make('div', { class: 'order-header' }, make('ul', {},
        make('li', { class: 'order-header__header-list-item' }, make('span', {}, words.placed), make('span', { class: 'a-color-secondary aok-break-word' }, shown(order.placed))),
        make('li', {}, make('span', {}, words.total), make('span', {}, '￥56')),
        make('li', {}, make('div', { class: 'yohtmlc-order-id' }, make('span', {}, words.number), make('span', { dir: 'ltr' }, order.number))))),
      make('div', { class: 'delivery-box' }, make('div', { class: 'yohtmlc-shipment-status-primaryText' }, status(order)))),
    boxes: (card, order) => card.append(
      make('div', { class: 'a-box order-info' },
        make('div', {}, make('span', { class: 'label' }, words.placed), make('span', { class: 'value' }, shown(order.placed))),
        make('div', { class: 'actions' }, make('div', { class: 'a-row a-size-mini' }, make('span', { class: 'label' }, words.number), ' ', make('span', { class: 'value' }, order.number)))),
      make('div', {}, status(order))),
    plain: (card, order) => card.append(
      make('p', {}, `${words.placed} `, make('b', {}, shown(order.placed))), make('p', {}, `${words.number}: `, make('code', {}, order.number)), make('p', {}, status(order))),
  };
  fill.encrypted = fill.cards;
  const shell = {
    cards: () => make('div', { class: 'order-card js-order-card' }),
    boxes: () => make('div', { class: 'a-box-group order' }),
    plain: () => make('article', { class: 'k2' }),
    encrypted: (order) => make('div', { class: 'order-card js-order-card', 'data-csa-c-slot-id': `amzn1.yourorders.order-card.${order.number}` }, make('div', { class: 'csd-encrypted-sensitive' })),
  }[settings.markup];

  const place = document.querySelector('#a-page');
  const known = settings.markup !== 'plain';
  // A session id of the same shape stands in visible text, as on real pages.
  const list = make(known ? 'div' : 'main', known ? { class: 'your-orders-content-container' } : {}, make('h1', {}, words.title), make('small', {}, 'session-id 139-8209055-5797557'));
  if (known) list.append(make('label', {}, make('span', { class: 'num-orders' }, words.count)));
  const cards = settings.orders.map((order) => [shell(order), order]);
  list.append(...cards.map(([card]) => card));
  place.replaceChildren(list);
  const write = () => {
    for (const [card, order] of cards) {
      card.replaceChildren();
      fill[settings.markup](card, order);
    }
    window.filled = Date.now();
  };
  if (settings.late) setTimeout(write, settings.late);
  else write();
}
