// The review page's script. It ties the two panes together; without it the
// links between them still work. One listener for each kind of event, whatever
// the number of facts.
(function () {
  'use strict';
  var doc = document, root = doc.documentElement;
  root.classList.add('js');
  function $(id) { return doc.getElementById(id); }
  function all(selector, inside) { return Array.prototype.slice.call((inside || doc).querySelectorAll(selector)); }

  var main = doc.querySelector('main'), source = $('source'), proposal = $('proposal');
  var status = $('status'), doubts = $('doubts'), kind = $('kind'), search = $('search'), keys = $('keys');
  var narrow = window.matchMedia('(max-width: 899px)');
  var doubtsAtRest = doubts.textContent;
  var rows = all('.fact', proposal);
  var selected = null, show = 'all', query = '', hits = [], hit = -1;

  function say(name) {
    var text = status.dataset[name] || '';
    for (var i = 1; i < arguments.length; i++) text = text.replace('{' + (i - 1) + '}', arguments[i]);
    status.textContent = text;
  }

  // Tabs, on narrow screens only.
  var tabs = { proposal: $('tab-proposal'), source: $('tab-source') }, kept = { proposal: 0, source: 0 };
  function showTab(name) {
    var before = main.dataset.tab;
    if (before === name) return;
    if (before) kept[before] = window.scrollY;
    main.dataset.tab = name;
    Object.keys(tabs).forEach(function (t) {
      tabs[t].setAttribute('aria-selected', String(t === name));
      tabs[t].tabIndex = t === name ? 0 : -1;
    });
    if (before && narrow.matches) window.scrollTo(0, kept[name]);
  }
  function arrange() {
    [source, proposal].forEach(function (pane) {
      if (narrow.matches) {
        pane.setAttribute('role', 'tabpanel');
        pane.setAttribute('aria-labelledby', 'tab-' + pane.id);
      } else {
        pane.removeAttribute('role');
        pane.setAttribute('aria-labelledby', pane.id + '-head');
      }
    });
  }
  narrow.addEventListener('change', arrange);
  arrange();
  showTab('proposal');
  doc.querySelector('.tabs').addEventListener('click', function (e) {
    var tab = e.target.closest('[role=tab]');
    if (tab) showTab(tab.id.slice(4));
  });
  doc.querySelector('.tabs').addEventListener('keydown', function (e) {
    if (e.key !== 'ArrowLeft' && e.key !== 'ArrowRight') return;
    var other = main.dataset.tab === 'source' ? 'proposal' : 'source';
    showTab(other);
    tabs[other].focus();
  });

  // Scrolling. In a large document sizes become known on the way, so look twice.
  function reveal(el) {
    if (!el || !el.getClientRects().length) return;
    var pane = el.closest('.pane'), box = el.getBoundingClientRect();
    var inPane = pane && window.getComputedStyle(pane).overflowY === 'auto';
    var frame = inPane ? pane.getBoundingClientRect() : { top: 60, bottom: window.innerHeight - 80 };
    if (box.top >= frame.top + 40 && box.bottom <= frame.bottom - 20) return;
    el.scrollIntoView({ block: box.height > (frame.bottom - frame.top) / 2 ? 'start' : 'center' });
  }
  function revealTwice(el) {
    reveal(el);
    if (doc.body.classList.contains('large')) window.requestAnimationFrame(function () { reveal(el); window.requestAnimationFrame(function () { reveal(el); }); });
  }

  // Selection: one fact (or repair) at a time, marked on both sides.
  function pieces(id) { return all('[data-f~="' + id + '"]', source); }
  function unmark() {
    all('.on').forEach(function (el) { el.classList.remove('on'); el.removeAttribute('aria-current'); });
  }
  function lineOf(el) {
    var line = el && (el.closest('.l') || el.closest('tr') && el.closest('tr').querySelector('[data-n]'));
    return line ? line.dataset.n : '';
  }
  function name(el) {
    var link = el.matches('a') ? el : el.querySelector('a') || el;
    return link.textContent.replace(/\s+/g, ' ').trim().slice(0, 60);
  }
  function select(id, options) {
    var el = $(id);
    if (!el || !el.matches('.fact, .mended')) return false;
    var marks = pieces(id);
    if (el.hidden || el.closest('[hidden]')) resetFilter();
    unmark();
    selected = id;
    el.classList.add('on');
    el.setAttribute('aria-current', 'true');
    marks.forEach(function (m) { m.classList.add('on'); });
    var inHead = !proposal.contains(el);
    if (options.tab && narrow.matches) showTab(options.tab);
    else if (narrow.matches && !inHead) showTab(options.from === 'proposal' ? 'source' : 'proposal');
    revealTwice(marks[0]);
    revealTwice(el);
    window.history.replaceState(null, '', '#' + id);
    var line = lineOf(marks[0]);
    if (line) say('atLine', name(el), line); else say('at', name(el));
    stepWords();
    return true;
  }
  function focusOn(el) {
    if (!el) return;
    var link = el.matches('a') ? el : el.querySelector('a');
    (link || el).focus({ preventScroll: true });
  }
  function clear() {
    unmark();
    selected = null;
    if (window.location.hash) window.history.replaceState(null, '', window.location.pathname + window.location.search);
    resetFilter();
    say('cleared');
    stepWords();
  }

  doc.addEventListener('click', function (e) {
    var link = e.target.closest('a[href^="#"]');
    if (!link || e.ctrlKey || e.metaKey || e.shiftKey) return;
    if (source.contains(link) && link.dataset.f) {
      var ids = link.dataset.f.split(' '), lead = link.getAttribute('href').slice(1);
      var at = ids.indexOf(selected);
      e.preventDefault();
      var id = at < 0 ? lead : ids[(at + 1) % ids.length];
      if (select(id, { from: 'source', tab: 'proposal' })) focusOn($(id));
      return;
    }
    var fact = link.closest('.fact, .mended');
    if (fact && link.getAttribute('href').indexOf('#L') !== 0) {
      e.preventDefault();
      select(fact.id, { from: 'proposal', tab: pieces(fact.id).length ? 'source' : 'proposal' });
      focusOn(pieces(fact.id)[0]);
      return;
    }
    var line = $(link.getAttribute('href').slice(1));
    if (line && source.contains(line) && narrow.matches) showTab('source');
  });

  // Doubtful items, in the order of the page.
  function doubtful() {
    return all('.fact[data-q]').filter(function (el) { return !el.hidden && !el.closest('[hidden]'); });
  }
  function stepWords() {
    var list = doubtful(), i = selected ? list.indexOf($(selected)) : -1;
    doubts.textContent = i < 0 ? doubtsAtRest : status.dataset.doubt.replace('{0}', i + 1).replace('{1}', list.length);
  }
  function step(by) {
    var list = doubtful();
    if (!list.length) { say('noMore'); return; }
    var here = selected && $(selected), i = here ? list.indexOf(here) : -1;
    if (i < 0 && here) {
      // From a fact that is not doubtful: to its neighbour in the order of the page.
      var after = list.filter(function (el) { return here.compareDocumentPosition(el) & 4; }).length;
      i = by > 0 ? list.length - after - 1 : list.length - after;
    } else if (i < 0 && by < 0) {
      i = 0;
    }
    var el = list[(i + by + list.length) % list.length];
    select(el.id, { tab: 'proposal' });
    focusOn(el);
  }
  $('next').addEventListener('click', function () { step(1); });
  $('previous').addEventListener('click', function () { step(-1); });

  // Filters and search.
  function resetFilter() {
    var filtered = show !== 'all' || kind.value || query;
    kind.value = '';
    search.value = '';
    query = '';
    setShow('all');
    if (filtered) filter(true);
  }
  function setShow(value) {
    show = value;
    all('[data-show]').forEach(function (b) { b.setAttribute('aria-pressed', String(b.dataset.show === value)); });
  }
  function filter(quiet) {
    var shown = 0, own = new Map();
    rows.forEach(function (el) {
      var ok = (show === 'all' || el.hasAttribute('data-q')) && (!kind.value || el.dataset.k === kind.value) &&
        (!query || el.textContent.toLowerCase().indexOf(query) >= 0);
      own.set(el, ok);
      if (ok) shown++;
      if (!el.classList.contains('card')) el.hidden = !ok;
    });
    all('.card', proposal).forEach(function (card) {
      card.hidden = !own.get(card) && !card.querySelector('.fact:not([hidden])');
    });
    all('.roles > div', proposal).forEach(function (role) { role.hidden = !role.querySelector('.fact:not([hidden])'); });
    all('.part:not(.trouble)', proposal).forEach(function (part) { part.hidden = !part.querySelector('.fact:not([hidden])'); });
    var filtered = show !== 'all' || kind.value || query;
    root.classList.toggle('is-filtered', Boolean(filtered));
    find();
    if (!quiet) {
      if (!shown) say('nothing');
      else if (query) say('hits', hits.length, shown);
      else if (filtered) say('shown', shown, rows.length);
      else status.textContent = '';
    }
    stepWords();
  }

  // find marks the lines of the source that hold the words searched for.
  var most = 500;
  function find() {
    all('.hit', source).forEach(function (el) { el.classList.remove('hit'); });
    hits = [];
    hit = -1;
    var painted = window.CSS && CSS.highlights && window.Highlight ? new Highlight() : null;
    if (painted) CSS.highlights.delete('found');
    if (!query) return;
    hits = all('.text p, .text td, .text th', source).filter(function (el) { return el.textContent.toLowerCase().indexOf(query) >= 0; });
    hits.forEach(function (el, i) {
      el.classList.add('hit');
      if (painted && i < most) paint(el, painted);
    });
    if (painted) CSS.highlights.set('found', painted);
  }
  function paint(el, painted) {
    var walker = doc.createTreeWalker(el, NodeFilter.SHOW_TEXT), node;
    while ((node = walker.nextNode())) {
      var text = node.data.toLowerCase();
      for (var i = text.indexOf(query); i >= 0; i = text.indexOf(query, i + query.length)) {
        var range = doc.createRange();
        range.setStart(node, i);
        range.setEnd(node, i + query.length);
        painted.add(range);
      }
    }
  }
  doc.querySelector('.tools').addEventListener('click', function (e) {
    var button = e.target.closest('[data-show]');
    if (!button) return;
    setShow(button.dataset.show);
    filter();
  });
  kind.addEventListener('change', function () { filter(); });
  var waiting = 0;
  search.addEventListener('input', function () {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(function () {
      query = search.value.trim().toLowerCase();
      filter();
    }, 150);
  });
  search.addEventListener('keydown', function (e) {
    if (e.key !== 'Enter' || e.isComposing) return;
    e.preventDefault();
    var now = search.value.trim().toLowerCase();
    if (now !== query) { query = now; filter(); }
    if (!hits.length) return;
    hit = (hit + (e.shiftKey ? -1 : 1) + hits.length) % hits.length;
    if (narrow.matches) showTab('source');
    hits[hit].scrollIntoView({ block: 'center' });
  });

  // Keys.
  function openKeys() {
    if (keys.open) { keys.close(); return; }
    if (keys.showModal) keys.showModal(); else keys.setAttribute('open', '');
  }
  $('help').addEventListener('click', openKeys);
  $('close').addEventListener('click', function () { if (keys.close) keys.close(); else keys.removeAttribute('open'); });
  var byKey = {
    n: function () { step(1); }, j: function () { step(1); }, p: function () { step(-1); }, k: function () { step(-1); },
    '?': openKeys, '/': function () { search.focus(); search.select(); }
  };
  doc.addEventListener('keydown', function (e) {
    if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
    if (e.key === 'Escape') {
      if (!keys.open) clear();
      return;
    }
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(e.target.tagName) || keys.open && e.key !== '?' || !byKey[e.key]) return;
    e.preventDefault();
    byKey[e.key]();
  });

  // A place in the address: #fact, or #at-fact where the page was followed without script.
  function fromHash() {
    var id = window.location.hash.slice(1).replace(/^at-/, '');
    if (id && !select(id, {})) {
      var line = $(id);
      if (line && source.contains(line)) { showTab('source'); revealTwice(line); }
    }
  }
  window.addEventListener('hashchange', fromHash);
  fromHash();
})();
