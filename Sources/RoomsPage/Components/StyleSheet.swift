/// How the pages look. Colours are named once for light and once for dark; one column on a phone, more where
/// there is room.
enum StyleSheet {
  static let text = """
    :root {
      color-scheme: light dark;
      --ground: #f5f6f8; --paper: #ffffff; --line: #e3e6eb; --ink: #171a21; --quiet: #5d6675;
      --accent: #2f5bea; --live: #0b7a4b; --live-ground: #dcf5e8; --alarm: #b3261e; --alarm-ground: #fdeceb;
      --shadow: 0 1px 2px rgb(20 25 40 / .06), 0 4px 16px rgb(20 25 40 / .05);
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --ground: #0f1116; --paper: #181b22; --line: #2a2f3a; --ink: #eceef3; --quiet: #9aa4b5;
        --accent: #8ba7ff; --live: #6ee7ae; --live-ground: #10372a; --alarm: #ffb4ab; --alarm-ground: #3d1714;
        --shadow: none;
      }
    }
    * { box-sizing: border-box; margin: 0; }
    body {
      background: var(--ground); color: var(--ink);
      font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
      -webkit-text-size-adjust: 100%;
    }
    header, main, footer { max-width: 76rem; margin: 0 auto; padding: 0 1rem; }
    header {
      display: flex; flex-wrap: wrap; align-items: center; gap: .75rem 1rem; padding-top: 1rem; padding-bottom: 1rem;
    }
    a { color: var(--accent); text-decoration: none; }
    a:hover { text-decoration: underline; }
    :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 6px; }
    ul { list-style: none; padding: 0; }
    h1 { font-size: 1.75rem; line-height: 1.2; letter-spacing: -.02em; overflow-wrap: anywhere; }
    h2 { font-size: 1.0625rem; line-height: 1.3; overflow-wrap: anywhere; }
    h3 { font-size: 1rem; overflow-wrap: anywhere; }
    .quiet { color: var(--quiet); }

    .brand { font-weight: 700; font-size: 1.125rem; color: var(--ink); letter-spacing: -.02em; }
    .viewers { display: inline-flex; padding: 3px; background: var(--line); border-radius: 10px; }
    .viewers a { padding: .3rem .75rem; border-radius: 8px; color: var(--quiet); font-size: .875rem; }
    .viewers a[aria-current] { background: var(--paper); color: var(--ink); font-weight: 600; }
    .switches { display: flex; gap: 1.25rem; margin-left: auto; }
    .switch {
      display: inline-flex; align-items: center; gap: .5rem; min-height: 2rem; color: var(--ink); font-size: .875rem;
    }
    .switch::before {
      content: ""; width: 2.25rem; height: 1.25rem; border-radius: 1rem;
      background: radial-gradient(circle at .625rem 50%, #fff 0 .4375rem, transparent .5rem) var(--quiet);
    }
    .switch[aria-checked=true]::before {
      background: radial-gradient(circle at 1.625rem 50%, #fff 0 .4375rem, transparent .5rem) var(--live);
    }
    @media (prefers-color-scheme: dark) {
      .switch[aria-checked=true]::before {
        background: radial-gradient(circle at 1.625rem 50%, #10372a 0 .4375rem, transparent .5rem) var(--live);
      }
    }

    .title { display: flex; flex-wrap: wrap; align-items: baseline; gap: .25rem 1rem; margin: .75rem 0 1.25rem; }
    .title > p { color: var(--quiet); }
    .cards { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17.5rem), 1fr)); }
    .card {
      position: relative; display: flex; flex-direction: column; gap: .625rem; padding: 1rem 1.125rem; min-width: 0;
      background: var(--paper); border: 1px solid var(--line); border-radius: 14px; box-shadow: var(--shadow);
    }
    .card:hover { border-color: var(--accent); }
    .card h2 a { color: inherit; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; white-space: pre-wrap; }
    .card h2 a::after { content: ""; position: absolute; inset: 0; border-radius: 14px; }
    .facts { display: flex; flex-wrap: wrap; gap: .25rem .75rem; color: var(--quiet); font-size: .8125rem; }
    .facts li + li::before { content: "·"; margin-right: .75rem; }
    .badges { display: flex; flex-wrap: wrap; gap: .375rem; }
    .badge, .free {
      align-self: flex-start; padding: .125rem .625rem; border-radius: 1rem; font-size: .8125rem; line-height: 1.5;
      color: var(--quiet); background: var(--ground); border: 1px solid var(--line); font-variant-numeric: tabular-nums;
    }
    .badge.live { color: var(--live); background: var(--live-ground); border-color: transparent; font-weight: 600; }
    .badge.live::before {
      content: ""; display: inline-block; width: .5rem; height: .5rem; margin-right: .375rem; border-radius: 50%;
      background: currentColor;
    }
    .free { display: inline-block; }
    .next { margin-top: auto; padding-top: .625rem; border-top: 1px solid var(--line); font-size: .875rem; }
    .next strong { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .next span { color: var(--quiet); font-variant-numeric: tabular-nums; }
    .problem { padding: .75rem 1rem; border-radius: 10px; color: var(--alarm); background: var(--alarm-ground); }
    .empty { color: var(--quiet); }
    .pages { display: flex; justify-content: center; gap: 1.25rem; margin-top: 1.5rem; }

    .back { margin-top: .5rem; font-size: .875rem; }
    .back a::before { content: "‹ "; }
    section {
      margin-bottom: 1rem; padding: 1.125rem; background: var(--paper); border: 1px solid var(--line); border-radius: 14px;
      box-shadow: var(--shadow);
    }
    section > h2, .row { margin-bottom: .75rem; }
    .row { display: flex; align-items: center; justify-content: space-between; gap: 1rem; }
    .meetings li, .events li { padding: .75rem 0; border-top: 1px solid var(--line); }
    .meetings li { display: flex; align-items: center; justify-content: space-between; gap: 1rem; }
    .meetings p, .events p { color: var(--quiet); font-size: .875rem; overflow-wrap: anywhere; }
    .meetings .badge { display: inline-block; margin-bottom: .25rem; }
    .links a { margin-right: .75rem; }
    .events .description { color: var(--ink); margin-top: .25rem; white-space: pre-line; }
    button {
      font: inherit; font-size: .875rem; font-weight: 600; min-height: 2.5rem; padding: 0 1rem; border-radius: 10px;
      border: 1px solid var(--line); background: var(--paper); color: var(--ink); cursor: pointer; white-space: nowrap;
    }
    button.start { background: var(--accent); border-color: transparent; color: var(--paper); }
    button.end { color: var(--alarm); }
    button:hover { filter: brightness(1.08); }

    footer { margin-top: 2rem; padding-bottom: 2.5rem; font-size: .875rem; }
    footer > p:first-child { padding-top: 1.25rem; border-top: 1px solid var(--line); }
    footer b { font-size: 1.0625rem; font-variant-numeric: tabular-nums; }
    .kinds { margin: .5rem 0; color: var(--quiet); }
    .kinds li { overflow-wrap: anywhere; }
    .kinds span { font-variant-numeric: tabular-nums; }
    code { font: .8125rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
    @media (max-width: 34rem) {
      .switches { margin-left: 0; width: 100%; justify-content: space-between; }
      .viewers { margin-left: auto; }
      h1 { font-size: 1.5rem; }
    }
    """
}
