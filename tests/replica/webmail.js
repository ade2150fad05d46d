// A webmail as a single-page application, for tests: a list, conversations, routes in the hash or in the history, a compose window,
// and the habits of such applications that get in an extension's way. Two markups: `plain` shows a mail in the page, as Gmail does,
// `framed` in a frame of its own, as Proton Mail does. The mails come as JSON in `#mails`.
'use strict';

(() => {
  const mails = JSON.parse(document.querySelector('#mails').textContent);
  const { skin, frame } = document.body.dataset;
  const policy = globalThis.trustedTypes?.createPolicy('lab', { createHTML: (html) => html });
  const html = (text) => policy?.createHTML(text) ?? text;
  const make = (text) => {
    const template = document.createElement('template');
    template.innerHTML = html(text);
    return template.content;
  };
  const main = document.querySelector('[role=main]');

  // --- Routes: what is open stands in the address ---

  const route = skin === 'plain'
    ? { now: () => location.hash.slice(1).split('/')[1], go: (id) => { location.hash = id ? `inbox/${id}` : 'inbox'; }, event: 'hashchange' }
    : {
      now: () => location.pathname.split('/')[4],
      go: (id) => { history.pushState(null, '', id ? `/u/0/inbox/${id}` : '/u/0/inbox'); render(); },
      event: 'popstate',
    };

  // --- Markup ---

  const row = (mail) => skin === 'plain'
    ? `<table><tr class="zA"><td><span class="yX"><span email="${mail.address}" name="${mail.name}" class="yP">${mail.name}</span></span></td><td>${mail.subject}</td></tr></table>`
    : `<div data-testid="message-item:${mail.subject}"><span>${mail.name}</span> <span>${mail.subject}</span></div>`;

  const plain = (mail, open) => open
    ? `<div role="listitem" data-mail="${mail.id}"><div class="adn ads" data-message-id="${mail.id}" data-legacy-message-id="${mail.id}"><div class="gs">
      <div class="gE iv gt"><table><tr><td class="gF gK"><h3 class="iw"><span email="${mail.address}" name="${mail.name}" class="gD">${mail.name}</span> <span class="go">&lt;${mail.address}&gt;</span></h3></td>
      <td class="gH"><span class="g3" title="Nov 20, 2026, 10:02 AM">Nov 20</span></td></tr></table></div>
      <div class="ii gt" jslog="1"><div class="a3s aiL">${mail.body}</div></div></div></div></div>`
    : `<div role="listitem" data-mail="${mail.id}"><div class="adf ads"><table><tr><td class="gF"><span email="${mail.address}" name="${mail.name}" class="gD">${mail.name}</span></td></tr></table></div></div>`;

  const framed = (mail, open) => `<article class="message-container" data-testid="message-view-0" data-mail="${mail.id}" data-message-id="${mail.id}" data-expanded="${open}">
    <div data-testid="recipients:sender"><span data-testid="recipient-label">${mail.name}</span> <span data-testid="recipient-address">&lt;${mail.address}&gt;</span></div>
    ${open ? `<time datetime="2026-11-20T10:02:00Z">Nov 20</time><div data-testid="message-content:body"></div>` : ''}</article>`;

  /** The frame that shows a body, in one of the ways in which applications make one. */
  const fill = (article, mail) => {
    const holder = article.querySelector('[data-testid="message-content:body"]');
    if (!holder) return;
    const inner = document.createElement('iframe');
    inner.dataset.testid = 'content-iframe';
    inner.title = 'mail';
    inner.style.cssText = 'width: 100%; height: 300px; border: 0';
    const text = `<!doctype html><html><head><meta charset="utf-8"></head><body><div id="proton-root">${mail.body}</div></body></html>`;
    if (frame === 'sandbox') inner.setAttribute('sandbox', 'allow-same-origin allow-popups');
    if (frame === 'closed') inner.setAttribute('sandbox', 'allow-popups');
    if (frame === 'blob') inner.src = URL.createObjectURL(new Blob([text], { type: 'text/html' }));
    else if (frame === 'abroad') inner.src = `https://body.example.test/${mail.id}`;
    else if (frame === 'written') {
      // Empty first, filled by the page: the way of the real one.
      holder.replaceChildren(inner);
      inner.contentDocument.body.replaceChildren(make(`<div id="proton-root">${mail.body}</div>`));
      return;
    } else inner.srcdoc = html(text);
    holder.replaceChildren(inner);
  };

  // --- The application ---

  const open = new Set();
  let shown = '';

  const draw = (mail) => {
    const node = make(skin === 'plain' ? plain(mail, open.has(mail.id)) : framed(mail, open.has(mail.id))).firstElementChild;
    // Once it is in the page: a frame has no document before.
    if (skin !== 'plain' && open.has(mail.id)) queueMicrotask(() => fill(node, mail));
    return node;
  };

  const render = () => {
    const id = route.now();
    const mail = mails.find((one) => one.id === id);
    if (shown !== (id ?? '')) open.clear();
    shown = id ?? '';
    window.rendered = (window.rendered ?? 0) + 1;
    window.opened = performance.timeOrigin + performance.now();
    if (!mail) {
      const list = make('<div class="list" style="height: 400px; overflow: auto"></div>').firstElementChild;
      list.append(...mails.map((one) => make(row(one))));
      main.replaceChildren(list);
      return;
    }
    const thread = mails.filter((one) => one.thread === mail.thread);
    open.add(mail.id);
    main.replaceChildren(make(skin === 'plain'
      ? `<h2 class="hP">${mail.subject}</h2><div role="list"></div>`
      : `<h1 data-testid="conversation-header:subject">${mail.subject}</h1><div class="thread"></div>`));
    main.lastElementChild.append(...thread.map(draw));
  };

  const redraw = (id) => main.querySelector(`[data-mail="${id}"]`).replaceWith(draw(mails.find((one) => one.id === id)));

  window.app = {
    open: route.go,
    list: () => route.go(''),
    expand: (id) => { open.add(id); redraw(id); },
    collapse: (id) => { open.delete(id); redraw(id); },
    /** A new version of a mail's body, put in the place of the old one: pictures allowed, a translation undone. */
    rerender: (id) => {
      const body = main.querySelector(`[data-mail="${id}"] .a3s`);
      if (body) body.replaceChildren(make(mails.find((one) => one.id === id).body));
      else fill(main.querySelector(`[data-mail="${id}"]`), mails.find((one) => one.id === id));
    },
    /** Another mail in the nodes of this one, as frameworks do that keep what they have built. */
    morph: (id, other) => {
      const node = main.querySelector(`[data-mail="${id}"]`);
      const mail = mails.find((one) => one.id === other);
      main.querySelector('h2').textContent = mail.subject;
      const name = node.querySelector('span.gD');
      name.setAttribute('email', mail.address);
      name.setAttribute('name', mail.name);
      name.textContent = mail.name;
      node.querySelector('.go').textContent = `<${mail.address}>`;
      node.querySelector('.a3s').replaceChildren(make(mail.body));
    },
    /** A mail whose body comes later, by `arrive`. */
    half: (id) => {
      const mail = mails.find((one) => one.id === id);
      const body = mail.body;
      mail.body = '';
      route.go(id);
      window.app.arrive = () => {
        mail.body = body;
        window.app.rerender(id);
      };
    },
    /** The next version of the application: other names for what shows the sender. */
    renamed: () => {
      for (const node of main.querySelectorAll('td.gF')) node.className = 'zQx';
      for (const node of main.querySelectorAll('h3.iw, span.gD, span.go')) {
        node.className = 'qQx';
        node.removeAttribute('email');
      }
    },
    /** A window in which the person writes an answer, with the mail below it. */
    compose: (id) => {
      const mail = mails.find((one) => one.id === id);
      document.body.append(make(`<div role="dialog" class="M9"><div class="aoI"><div class="Am Al editable" role="textbox" contenteditable="true" aria-label="Message Body">
        <div id="draft">Hello</div><blockquote class="gmail_quote">${mail.body}</blockquote></div></div></div>`));
    },
    /** More rows, as a list that never ends brings them. */
    more: (count) => {
      const list = main.querySelector('.list');
      list.append(...Array.from({ length: count }, (_, at) => make(row(mails[at % mails.length]))));
      list.scrollTop = list.scrollHeight;
      return list.scrollTop;
    },
    /** Takes out of the mails what it did not put there: foreign nodes and foreign attributes. */
    purge: (times) => {
      let left = times;
      window.purged = 0;
      new MutationObserver((records, observer) => {
        for (const record of records) {
          for (const node of record.addedNodes) {
            if (node.nodeType !== 1 || !node.hasAttribute('data-honmono')) continue;
            node.remove();
            window.purged += 1;
          }
          if (record.type === 'attributes' && record.target.hasAttribute(record.attributeName)) {
            record.target.removeAttribute(record.attributeName);
            window.purged += 1;
          }
        }
        if (window.purged >= left) observer.disconnect();
      }).observe(main, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-honmono-mark', 'aria-description'] });
    },
    /** Puts back whatever is taken out of the thread while it is shown. */
    restore: () => {
      window.restored = 0;
      new MutationObserver((records) => {
        for (const record of records) {
          for (const node of record.removedNodes) {
            if (node.nodeType !== 1 || !node.hasAttribute('data-honmono') || node.isConnected) continue;
            main.prepend(node);
            window.restored += 1;
          }
        }
      }).observe(main, { childList: true, subtree: true });
    },
  };
  window.broken = [];
  document.addEventListener('securitypolicyviolation', (event) => window.broken.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
  window.addEventListener(route.event, render);
  render();
})();
