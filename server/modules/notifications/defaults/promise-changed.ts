/** The starting template that tells a new time: what was promised cannot be kept, or a time is known at last. */
import { greeting, linesTable, linesText, orderButton, orderLink, signature } from './parts.ts';

const newNl = `{% case method %}{% when 'store' %}{% if promise.time %}We verwachten dat alles <strong>{{ promise.day | day }} om {{ promise.time | time }} uur</strong> klaarligt bij {{ place }}.{% else %}We weten nog niet wanneer alles klaarligt bij {{ place }}.{% endif %}{% else %}{% if promise.day %}We verwachten dat het er uiterlijk <strong>{{ promise.day | day }}</strong> is ({{ place }}).{% else %}We weten nog niet wanneer het er is ({{ place }}).{% endif %}{% endcase %}`;
const newEn = `{% case method %}{% when 'store' %}{% if promise.time %}We expect everything to be ready at {{ place }} on <strong>{{ promise.day | day }} at {{ promise.time | time }}</strong>.{% else %}We do not know yet when everything will be ready at {{ place }}.{% endif %}{% else %}{% if promise.day %}We expect it to be there by <strong>{{ promise.day | day }}</strong> ({{ place }}).{% else %}We do not know yet when it will be there ({{ place }}).{% endif %}{% endcase %}`;
const beforeNl = `{% if promise.before %} Eerder zeiden we {{ promise.before | day }}.{% endif %}`;
const beforeEn = `{% if promise.before %} Before, we said {{ promise.before | day }}.{% endif %}`;
const laterNl = `{% unless promise.day %} Je krijgt bericht zodra we het weten.{% endunless %}`;
const laterEn = `{% unless promise.day %} You will hear from us as soon as we do.{% endunless %}`;
const plain = (html: string): string => html.replaceAll(/<\/?strong>/g, '');

export const promiseChanged = {
  nl: {
    subject: 'Bestelling {{ order.number }}: {% if promise.day %}een nieuwe dag, {{ promise.day | day }}{% else %}het duurt langer{% endif %}',
    preheader: 'Een deel komt later dan we dachten.',
    body: `<h1>Een nieuw tijdstip</h1>
<p>${greeting('Beste')}</p>
<p>Het tijdstip van je bestelling <strong>{{ order.number }}</strong> is veranderd. ${newNl}${beforeNl}${laterNl}</p>
<p>Onze excuses als dit slecht uitkomt.</p>
${orderButton('Bekijk of wijzig je bestelling')}
${linesTable('Product', 'Bedrag')}`,
    text: `${greeting('Beste')}

Het tijdstip van je bestelling {{ order.number }} is veranderd. ${plain(newNl)}${beforeNl}${laterNl}
Onze excuses als dit slecht uitkomt.

${linesText}
${orderLink('Bekijk of wijzig je bestelling')}

${signature('Met vriendelijke groet,')}`,
  },
  en: {
    subject: 'Order {{ order.number }}: {% if promise.day %}a new day, {{ promise.day | day }}{% else %}it takes longer{% endif %}',
    preheader: 'Part of it comes later than we thought.',
    body: `<h1>A new time</h1>
<p>${greeting('Dear')}</p>
<p>The time of your order <strong>{{ order.number }}</strong> has changed. ${newEn}${beforeEn}${laterEn}</p>
<p>We are sorry if this is inconvenient.</p>
${orderButton('See or change your order')}
${linesTable('Product', 'Amount')}`,
    text: `${greeting('Dear')}

The time of your order {{ order.number }} has changed. ${plain(newEn)}${beforeEn}${laterEn}
We are sorry if this is inconvenient.

${linesText}
${orderLink('See or change your order')}

${signature('Kind regards,')}`,
  },
};
