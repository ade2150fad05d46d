// A Message Center: filled after loading, with tabs, a paging button and routes behind `#!`.
'use strict';
{
  const settings = JSON.parse(document.querySelector('#settings').textContent);
  const words = {
    ja: { title: 'メッセージセンター', all: 'すべてのメッセージ', sellers: '購入者/出品者メッセージ', next: '次へ', wrong: '問題が発生しました。' },
    en: { title: 'Message Center', all: 'All messages', sellers: 'Buyer/Seller messages', next: 'Next', wrong: 'Something went wrong on our end.' },
    de: { title: 'Nachrichtencenter', all: 'Alle Nachrichten', sellers: 'Käufer-/Verkäufernachrichten', next: 'Weiter', wrong: 'Es ist ein Problem aufgetreten.' },
    fr: { title: 'Centre de messagerie', all: 'Tous les messages', sellers: 'Messages acheteur/vendeur', next: 'Suivant', wrong: 'Une erreur s’est produite.' },
    it: { title: 'Centro messaggi', all: 'Tutti i messaggi', sellers: 'Messaggi acquirente/venditore', next: 'Avanti', wrong: 'Si è verificato un problema.' },
    es: { title: 'Centro de mensajes', all: 'Todos los mensajes', sellers: 'Mensajes de comprador/vendedor', next: 'Siguiente', wrong: 'Se ha producido un error.' },
  }[settings.language];
  const make = (tag, attributes = {}, ...inside) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...inside);
    return node;
  };
  const shown = (ms) => new Intl.DateTimeFormat(settings.language, { dateStyle: 'long', timeStyle: 'short' }).format(ms);
  const route = (row) => `#!/detail/${row.id}/t${row.id}/${row.seller ? 'bsm' : 'all'}/${row.sent}/inbox`;

  // Each markup: the frame around rows, and one row.
  const markups = {
    times: {
      frame: (rows, next) => make('div', { id: 'inbox-page' },
        make('ul', { class: 'a-tabs' },
          make('li', { 'data-a-tab-name': 'inbox_all_tab', class: 'a-active' }, make('a', { href: '#!/inbox' }, words.all)),
          make('li', { 'data-a-tab-name': 'inbox_bsm_tab' }, make('a', { href: '#!/inbox/bsm' }, words.sellers))),
        make('div', { id: 'inbox_all_tab_content' }, make('table', {}, make('tbody', {}, ...rows))),
        make('span', { id: 'inbox_button_next_page', class: next ? 'a-button' : 'a-button a-button-disabled' }, make('input', { type: 'submit', value: words.next }))),
      row: (row) => make('tr', {}, make('td', { messageid: row.id, threadid: `t${row.id}`, messagesenttime: row.sent },
        make('div', { class: 'message-table-row-content' }, row.subject), make('span', {}, shown(row.sent)))),
    },
    table: {
      frame: (rows, next) => make('div', {},
        make('h1', {}, words.title), make('div', { id: 'inbox_all_tab_content' }, make('table', { class: 'message-table' }, make('tbody', {}, ...rows))),
        ...(next ? [make('span', { id: 'inbox_button_next_page', class: 'a-button' }, make('input', { type: 'submit', value: words.next }))] : [])),
      row: (row) => make('tr', {}, make('td', {}, make('i', { class: 'icon' })), make('td', {}, make('a', { href: route(row) }, row.subject)), make('td', {}, shown(row.sent))),
    },
    list: {
      frame: (rows, next) => make('main', {}, make('h2', {}, words.title), make('ul', { class: 'q1' }, ...rows), ...(next ? [make('button', { class: 'q9' }, words.next)] : [])),
      row: (row) => make('li', { class: 'q2' }, make('div', {}, make('span', { class: 'q3' }, '•'), make('div', { class: 'q4' }, make('p', {}, row.subject))), make('footer', {}, make('em', {}, shown(row.sent)))),
    },
    boxes: {
      frame: (rows, next) => make('div', { class: 'z0' }, make('div', { role: 'heading' }, words.title), make('div', { class: 'z1' }, ...rows), ...(next ? [make('button', {}, words.next)] : [])),
      row: (row) => make('div', { class: 'z2' }, make('div', { class: 'z3' }, make('div', {}, make('a', { href: route(row) }, row.subject))), make('div', { class: 'z4' }, shown(row.sent))),
    },
    vague: {
      frame: (rows) => make('main', {}, make('h2', {}, words.title), make('ul', {}, ...rows)),
      row: (row) => make('li', {}, make('p', {}, 'Amazon'), make('p', {}, row.subject), make('p', {}, shown(row.sent))),
    },
    twice: {
      frame: (rows) => make('main', {}, make('h2', {}, words.title), make('ul', {}, ...rows)),
      row: (row) => make('li', {}, make('a', { href: route(row) }, row.subject), make('p', {}, shown(row.sent)), make('p', {}, shown(row.sent + 7_200_000))),
    },
    alien: {
      frame: (rows) => make('main', {}, make('h2', {}, 'Amazon'), make('ul', {}, ...rows)),
      row: (row) => make('li', {}, make('a', { href: '/dp/B0' }, row.subject), make('p', {}, shown(row.sent))),
    },
  };
  const markup = markups[settings.markup];
  const place = document.querySelector('#a-page');
  let page = 0;

  const detail = (row) => {
    const body = make('div', { id: 'hidden-message-content' });
    for (const part of row.body ?? ['…']) body.append(typeof part === 'string' ? make('p', {}, part) : make('p', {}, make('a', { href: part.href, id: part.id }, part.text)));
    place.replaceChildren(make('div', { id: 'detail-page' }, make('div', { id: 'message-content-title' }, make('h3', {}, row.subject)), body));
  };
  const draw = () => {
    const found = settings.rows.find((row) => location.hash.startsWith('#!/detail/') && location.hash === route(row));
    if (found) return detail(found);
    const rows = settings.rows.slice(page * settings.size, (page + 1) * settings.size);
    const next = (page + 1) * settings.size < settings.rows.length;
    const frame = markup.frame(rows.map(markup.row), next);
    frame.querySelector('#inbox_button_next_page, button')?.addEventListener('click', (event) => {
      event.preventDefault();
      if (next) { page += 1; setTimeout(draw, 20); }
    });
    place.replaceChildren(frame);
    // Two frames later the rows are painted: that is when a person could see them.
    window.filled = Date.now();
    return undefined;
  };
  window.openRow = (index) => { location.hash = route(settings.rows[index]); };
  window.turnPage = () => document.querySelector('#inbox_button_next_page, button').click();
  addEventListener('hashchange', draw);

  if (!location.hash) history.replaceState(null, '', '#!/inbox');
  place.replaceChildren(make('div', { class: 'loading' }, make('h1', {}, words.title)));
  if (settings.broken) place.append(make('div', { class: 'a-box a-alert a-alert-error' }, make('div', { class: 'a-alert-content' }, words.wrong)));
  else setTimeout(draw, settings.late);
}
