/** The one style sheet of the emulator's pages. No fonts or files from anywhere. */
export const style = `
:root { --ground: #f3f2ee; --paper: #fffffd; --ink: #1d2733; --soft: #5a6675; --line: #d8d9d4; --accent: #0b5c63; --accent-ink: #ffffff; --warn: #8a4b08; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #12171d; --paper: #1b222b; --ink: #e8ecf0; --soft: #a3afbc; --line: #36404c; --accent: #6fc3c5; --accent-ink: #0d1a1c; --warn: #eab676; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; padding: 2rem 1rem; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { background: var(--paper); border: 1px solid var(--line); border-radius: 10px; margin: 0 auto; padding: 1.75rem; }
.card { max-width: 30rem; } .wide { max-width: 78rem; }
.brand { margin: 0 0 1rem; color: var(--soft); font-size: 0.85rem; letter-spacing: 0.02em; } .brand span { color: var(--accent); }
h1 { font-size: 1.4rem; line-height: 1.25; margin: 0 0 0.5rem; overflow-wrap: anywhere; } h2 { font-size: 1rem; margin: 1.5rem 0 0.5rem; }
p { margin: 0.5rem 0; } .soft { color: var(--soft); font-size: 0.9rem; overflow-wrap: anywhere; } .warn { color: var(--warn); }
a { color: var(--accent); } code { font-size: 0.85em; overflow-wrap: anywhere; }
button { font: inherit; border-radius: 6px; cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.account { display: block; width: 100%; text-align: left; padding: 0.6rem 0.75rem; margin: 0.25rem 0; background: none; border: 1px solid var(--line); color: inherit; }
.account:hover { border-color: var(--accent); } .account b { display: block; font-weight: 600; }
.primary { background: var(--accent); color: var(--accent-ink); border: 1px solid var(--accent); padding: 0.5rem 1.25rem; }
.secondary { background: none; color: inherit; border: 1px solid var(--soft); padding: 0.5rem 1.25rem; }
.link { background: none; border: none; padding: 0; color: var(--accent); text-decoration: underline; }
.row { display: flex; gap: 0.5rem; flex-wrap: wrap; margin-top: 1.25rem; } .end { justify-content: flex-end; }
label { display: block; font-size: 0.9rem; margin-top: 1rem; }
input { font: inherit; flex: 1 1 12rem; min-width: 0; padding: 0.45rem 0.6rem; color: inherit; background: var(--ground); border: 1px solid var(--soft); border-radius: 6px; }
ul.permissions { list-style: none; padding: 0; margin: 1rem 0; } ul.permissions li { border-top: 1px solid var(--line); padding: 0.6rem 0; }
.scroll { overflow-x: auto; } table { width: 100%; border-collapse: collapse; font-size: 0.9rem; }
th, td { text-align: left; vertical-align: top; padding: 0.45rem 0.75rem 0.45rem 0; border-bottom: 1px solid var(--line); } td.number { text-align: right; }
`;
