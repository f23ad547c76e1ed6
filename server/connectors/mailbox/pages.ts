/** The pages of the mailbox: a list of mails and one mail, plain HTML without anything from outside. */
import type { ReceivedMail } from './mail.ts';

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const STYLE = `:root{color-scheme:light dark;--line:light-dark(#dfe3e8,#333a44);--soft:light-dark(#5b6675,#9aa7b8);--back:light-dark(#f6f7f9,#14181d);--card:light-dark(#fff,#1c2229);--text:light-dark(#1b222b,#e8edf3);--accent:light-dark(#0b5fc0,#7db8ff)}
*{box-sizing:border-box}body{margin:0;font:16px/1.5 system-ui,sans-serif;background:var(--back);color:var(--text)}main{max-width:60rem;margin:0 auto;padding:1.5rem 1rem}
h1{font-size:1.4rem;margin:0 0 1rem}a{color:var(--accent)}a:focus-visible,input:focus-visible,button:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
form{display:flex;gap:.5rem;margin-bottom:1rem;flex-wrap:wrap}input,button{font:inherit;padding:.45rem .7rem;border:1px solid var(--line);border-radius:.4rem;background:var(--card);color:inherit}input{flex:1 1 16rem}
ol{list-style:none;margin:0;padding:0;border:1px solid var(--line);border-radius:.6rem;background:var(--card);overflow:hidden}li+li{border-top:1px solid var(--line)}
li a{display:grid;grid-template-columns:1fr auto;gap:0 1rem;padding:.7rem 1rem;text-decoration:none;color:inherit}li a:hover{background:var(--back)}.soft{color:var(--soft);font-size:.9rem}
.badge{display:inline-block;padding:0 .5rem;border-radius:1rem;background:light-dark(#fff1d6,#4a3a12);color:light-dark(#6b4700,#ffd98a);font-size:.85rem}.bad{background:light-dark(#ffe1de,#5a1f1a);color:light-dark(#8c1d13,#ffb4ab)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;margin:0 0 1rem}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
iframe{width:100%;height:70vh;border:1px solid var(--line);border-radius:.6rem;background:#fff}pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:1rem}`;

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)}</title><style>${STYLE}</style></head><body><main>${body}</main></body></html>`;

const time = (at: string): string => `<time datetime="${escaped(at)}">${escaped(at.slice(0, 16).replace('T', ' '))} UTC</time>`;

function badges({ count, differs }: ReceivedMail): string {
  const again = count > 1 ? ` <span class="badge">received ${count} times, shown once</span>` : '';
  return differs ? `${again} <span class="badge bad">not the same each time</span>` : again;
}

/** The list of mails, newest first; `to` is the recipient that was asked for, or empty. */
export function listPage(mails: readonly ReceivedMail[], to: string): string {
  const rows = mails.map((mail) => `<li><a href="/mails/${mail.id}"><span><strong>${escaped(mail.subject || '(no subject)')}</strong>${badges(mail)}</span><span class="soft">${time(mail.receivedAt)}</span><span class="soft">${escaped(mail.to)}</span></a></li>`);
  const list = rows.length > 0 ? `<ol>${rows.join('')}</ol>` : `<p>${to === '' ? 'No mail yet. What is sent here shows up in this list.' : `No mail for ${escaped(to)}.`}</p>`;
  return page('Mailbox', `<h1>Mailbox</h1><form method="get" action="/" role="search"><input type="search" name="to" aria-label="Recipient" placeholder="Recipient, such as anna@example.com" value="${escaped(to)}"><button>Search</button></form>${list}`);
}

/** One mail: who, when, the mail as its reader sees it, its plain text and its headers. */
export function mailPage(mail: ReceivedMail): string {
  const files = mail.attachments.map(({ filename, size }, index) => `<a href="/mails/${mail.id}/attachments/${index}">${escaped(filename)}</a> (${size} bytes)`).join(', ');
  const headers = mail.headers.map(({ name, value }) => `${name}: ${value}`).join('\n');
  return page(mail.subject, `<p><a href="/">All mail</a></p><h1>${escaped(mail.subject || '(no subject)')}${badges(mail)}</h1>
<dl><dt>From</dt><dd>${escaped(mail.from)}</dd><dt>To</dt><dd>${escaped(mail.to)}</dd><dt>Received</dt><dd>${time(mail.receivedAt)}</dd>${files === '' ? '' : `<dt>Attached</dt><dd>${files}</dd>`}</dl>
${mail.html === '' ? '' : `<iframe title="The mail as its reader sees it" sandbox="allow-popups" src="/mails/${mail.id}/html"></iframe>`}
<h2>Plain text</h2><pre>${escaped(mail.text)}</pre><details><summary>Headers</summary><pre>${escaped(headers)}</pre></details>`);
}
