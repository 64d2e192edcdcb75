/// How the page looks.
enum HTMLStyle {
  static let text = """
    :root {
      color-scheme: light dark;
      --page: #f5f6f8; --card: #fff; --text: #1c2128; --muted: #59636e; --line: #d9dee4; --soft: #eef1f4;
      --good: #176f2c; --good-soft: #e3f5e6; --bad: #b42318; --bad-soft: #fdeceb; --warn: #7a4d00;
      --warn-soft: #fdf3d8; --link: #0b57c4; --code: #f6f8fa; --string: #0a5c8f; --number: #8a3b00;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --page: #0e1116; --card: #161b22; --text: #e6ebf1; --muted: #9ba6b2; --line: #2d343d; --soft: #1f252d;
        --good: #5bd075; --good-soft: #12301b; --bad: #ff8a80; --bad-soft: #3a1816; --warn: #f0c05a;
        --warn-soft: #33270c; --link: #7ab2ff; --code: #0f141a; --string: #8ecbff; --number: #ffb27a;
      }
    }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; }
    body {
      margin: 0; background: var(--page); color: var(--text);
      font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
    }
    header, main, footer { max-width: 82rem; margin: 0 auto; padding: 0 1.5rem; }
    header { padding-top: 2.25rem; }
    h1, h2, h3, h4, p, dl, dd, ul { margin: 0; }
    h1 { font-size: 2rem; line-height: 1.2; letter-spacing: -0.02em; overflow-wrap: anywhere; }
    h2 { font-size: 1.25rem; letter-spacing: -0.01em; margin-bottom: 0.75rem; }
    h3 { font-size: 0.95rem; margin: 1.5rem 0 0.5rem; }
    h4 { font-size: 0.8rem; font-weight: 600; color: var(--muted); margin-bottom: 0.4rem; }
    section { margin-top: 2.5rem; }
    footer { padding: 2.5rem 1.5rem; color: var(--muted); font-size: 0.875rem; }
    a { color: var(--link); }
    code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
    code { font-size: 0.875em; overflow-wrap: anywhere; }
    :focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 4px; }
    .hidden, .skip:not(:focus) {
      position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
    }
    .skip { position: absolute; top: 0.5rem; left: 0.5rem; background: var(--card); padding: 0.5rem 1rem; }
    .eyebrow { color: var(--muted); font-size: 0.85rem; font-weight: 600; }
    .server { color: var(--muted); overflow-wrap: anywhere; }
    .verdict { margin-top: 1.25rem; padding: 1rem 1.25rem; border-radius: 12px; border: 1px solid; }
    .verdict p:first-child { font-size: 1.25rem; font-weight: 650; }
    .verdict .remark { margin-top: 0.25rem; color: var(--text); }
    .verdict.good { color: var(--good); background: var(--good-soft); }
    .verdict.bad { color: var(--bad); background: var(--bad-soft); }
    .verdict.warn { color: var(--warn); background: var(--warn-soft); }
    .facts, .shares { display: grid; gap: 0.75rem; margin-top: 0.75rem; }
    .facts { grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); }
    .shares { grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); }
    .facts div, .shares div {
      background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 0.7rem 0.9rem;
    }
    .facts dt, .shares dt { color: var(--muted); font-size: 0.8rem; }
    .facts dd { font-size: 1.15rem; font-weight: 600; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
    .facts .names { grid-column: span 2; }
    .facts .names dd { font-size: 1rem; line-height: 1.7; }
    .shares dd { font-weight: 600; font-variant-numeric: tabular-nums; }
    .bar { display: block; height: 6px; margin-top: 0.45rem; border-radius: 3px; background: var(--soft); }
    .bar span { display: block; height: 100%; border-radius: 3px; background: var(--link); }
    .empty, .notes { background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
    .empty { padding: 0.9rem 1.25rem; color: var(--muted); }
    .notes { padding: 0.9rem 1.25rem 0.9rem 2.25rem; overflow-wrap: anywhere; }
    .notes li + li { margin-top: 0.35rem; }

    .failure { background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
    .failure + .failure { margin-top: 0.75rem; }
    .failure:target { border-color: var(--link); box-shadow: 0 0 0 1px var(--link); }
    .failure > summary {
      display: flex; gap: 0.8rem; align-items: baseline; padding: 0.9rem 1.25rem; cursor: pointer; list-style: none;
    }
    .failure > summary::-webkit-details-marker { display: none; }
    .failure > summary::after { content: "+"; margin-left: auto; color: var(--muted); font-size: 1.15rem; line-height: 1; }
    .failure[open] > summary::after { content: "−"; }
    .failure > summary:focus-visible { outline-offset: -3px; border-radius: 12px; }
    .number {
      flex: none; min-width: 1.75rem; padding: 0.1rem 0.4rem; border-radius: 999px; text-align: center;
      background: var(--bad-soft); color: var(--bad); font-size: 0.85rem; font-weight: 650;
      font-variant-numeric: tabular-nums;
    }
    .what { min-width: 0; }
    .check { font-weight: 650; margin-right: 0.5rem; }
    .operation { overflow-wrap: anywhere; }
    .method { font-size: 0.75em; font-weight: 650; color: var(--muted); }
    .inside { padding: 0 1.25rem 1.25rem; border-top: 1px solid var(--line); }
    .about { margin-top: 1rem; display: grid; gap: 0.35rem; }
    .about > div { display: grid; grid-template-columns: 6rem minmax(0, 1fr); gap: 0.75rem; align-items: baseline; }
    .about dt { color: var(--muted); font-size: 0.9rem; }
    .about dd { overflow-wrap: anywhere; }
    .expected { color: var(--good); }
    .got { color: var(--bad); }
    .nothing { color: var(--muted); font-size: 0.875rem; }
    .more { color: var(--muted); font-size: 0.8rem; margin-top: 0.35rem; }
    .exchange {
      display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1.25rem; padding: 1rem 0;
      border-top: 1px solid var(--line);
    }
    h3 + .exchange { border-top: 0; padding-top: 0.25rem; }
    .line { margin-bottom: 0.4rem; overflow-wrap: anywhere; }
    .status { color: var(--text); margin-left: 0.15rem; }
    .fields { font-size: 0.8rem; margin-bottom: 0.5rem; }
    .fields > div { display: flex; gap: 0.5rem; }
    .fields dt { color: var(--muted); flex: none; }
    .fields dt::after { content: ":"; }
    .fields dd { overflow-wrap: anywhere; }
    pre {
      margin: 0; padding: 0.75rem 0.9rem; max-height: 24rem; overflow: auto; background: var(--code);
      border: 1px solid var(--line); border-radius: 8px; font-size: 0.8rem; line-height: 1.5;
    }
    pre code { font-size: inherit; white-space: pre-wrap; overflow-wrap: anywhere; }
    pre i { font-style: normal; color: var(--string); }
    pre b { font-weight: 400; color: var(--number); }
    mark { background: var(--bad-soft); color: inherit; box-shadow: 0 0 0 2px var(--bad-soft); border-radius: 2px; }
    mark, mark i, mark b { color: var(--bad); font-weight: 600; }

    .scroll { position: relative; overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
    table { border-collapse: separate; border-spacing: 0; width: 100%; font-size: 0.875rem; }
    th, td { padding: 0.45rem 0.75rem; text-align: left; border-bottom: 1px solid var(--line); }
    tbody tr:last-child > * { border-bottom: 0; }
    thead th { color: var(--muted); font-weight: 600; font-size: 0.8rem; vertical-align: bottom; }
    tbody th { font-weight: 500; }
    .difference th, .difference td { vertical-align: top; min-width: 11rem; }
    .difference th:first-child { width: 38%; }
    .matrix tbody th, .coverage tbody th { white-space: nowrap; }
    .matrix tbody th, .matrix thead td { position: sticky; left: 0; background: var(--card); z-index: 1; }
    .matrix tbody th { border-right: 1px solid var(--line); }
    .matrix thead th { padding: 0.75rem 0.25rem; }
    .matrix thead th span {
      display: block; margin: 0 auto; writing-mode: vertical-rl; transform: rotate(180deg); white-space: nowrap;
    }
    .matrix td { text-align: center; padding: 0.4rem 0.3rem; font-variant-numeric: tabular-nums; min-width: 2.6rem; }
    .matrix .good { color: var(--good); }
    .matrix .none, .checks .none .mark { color: var(--muted); }
    .matrix .bad { background: var(--bad-soft); color: var(--bad); font-weight: 700; }
    .matrix .bad a { color: inherit; display: block; }
    .matrix tbody tr:hover > * { background: var(--soft); }
    .matrix tbody tr:hover > .bad { background: var(--bad-soft); }
    .matrix code { overflow-wrap: normal; }
    .legend { color: var(--muted); font-size: 0.85rem; margin-bottom: 0.6rem; }
    .legend .cell { margin-left: 0.75rem; padding: 0.05rem 0.4rem; border-radius: 4px; border: 1px solid var(--line); }
    .legend .cell:first-child { margin-left: 0; }
    .legend .good { color: var(--good); }
    .legend .bad { color: var(--bad); background: var(--bad-soft); border-color: var(--bad-soft); font-weight: 700; }
    .silent { margin-top: 0.6rem; color: var(--muted); font-size: 0.875rem; }
    .silent summary { cursor: pointer; }
    .checks th:first-child { white-space: nowrap; }
    .checks td:nth-child(n + 3), .checks th:nth-child(n + 3) { text-align: right; font-variant-numeric: tabular-nums; }
    .checks .good .mark { color: var(--good); }
    .checks .bad .mark, .checks .bad td:last-child { color: var(--bad); font-weight: 700; }
    .checks .words { min-width: 16rem; }
    .coverage td { font-variant-numeric: tabular-nums; white-space: nowrap; }
    .seen { font-weight: 600; color: var(--good); }
    .unseen { color: var(--muted); text-decoration: none; }

    @media (max-width: 46rem) {
      body { font-size: 15px; }
      header, main, footer { padding-left: 1rem; padding-right: 1rem; }
      header { padding-top: 1.25rem; }
      h1 { font-size: 1.5rem; }
      .facts, .shares { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0.5rem; }
      .failure > summary { padding: 0.8rem 0.9rem; }
      .inside { padding: 0 0.9rem 0.9rem; }
      .check { display: block; }
      .about > div { grid-template-columns: minmax(0, 1fr); gap: 0; }
      .about > div + div { margin-top: 0.35rem; }
      .about dt { font-size: 0.8rem; }
      .exchange { grid-template-columns: minmax(0, 1fr); }
      .difference th, .difference td { min-width: 6rem; padding: 0.45rem 0.5rem; }
      .difference th:first-child { width: 40%; }
      .matrix tbody th { min-width: 10rem; max-width: 11rem; white-space: normal; overflow-wrap: anywhere; font-size: 0.75rem; }
      .matrix code { overflow-wrap: anywhere; }
    }
    @media print {
      body { background: #fff; }
      .failure { break-inside: avoid; }
      pre { max-height: none; }
    }
    """
}
