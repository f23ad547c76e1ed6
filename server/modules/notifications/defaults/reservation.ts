/** The starting template of a reservation: made, lying ready, soon over, held longer, and ended without being bought. */
import { greeting, linesTable, linesText, orderButton, orderLink, signature } from './parts.ts';
import { storeBox, storeText } from './pickup.ts';

interface News { title: string; sentence: string }
const KINDS = ['made', 'ready', 'reminder', 'extended', 'expired', 'cancelled', 'not_there'] as const;
type Kind = (typeof KINDS)[number];

const nl: Record<Kind, News> = {
  made: { title: 'Je reservering', sentence: 'We bewaren dit voor je bij {{ store.name }} tot {{ until | day }} {{ until | time }} uur. Je krijgt bericht zodra het klaarligt. Je betaalt in de winkel.' },
  ready: { title: 'Je reservering ligt klaar', sentence: 'Je reservering ligt klaar bij {{ store.name }}, tot {{ until | day }} {{ until | time }} uur. Pas het, en betaal in de winkel.' },
  reminder: { title: 'Je reservering loopt bijna af', sentence: 'We bewaren je reservering bij {{ store.name }} nog tot {{ until | day }} {{ until | time }} uur. Daarna gaat het terug naar de winkel.' },
  extended: { title: 'We bewaren je reservering langer', sentence: 'We bewaren je reservering bij {{ store.name }} nu tot {{ until | day }} {{ until | time }} uur.' },
  expired: { title: 'Je reservering is afgelopen', sentence: 'Je reservering bij {{ store.name }} is afgelopen. Je hoeft niets te doen en niets te betalen.' },
  cancelled: { title: 'Je reservering is geannuleerd', sentence: 'Je reservering bij {{ store.name }} is geannuleerd. Je hoeft niets te betalen.' },
  not_there: { title: 'We kunnen je reservering niet bewaren', sentence: 'Het spijt ons: {{ store.name }} kan dit niet vinden of niet verkopen. Je hoeft er niet voor te komen en niets te betalen.' },
};
const en: Record<Kind, News> = {
  made: { title: 'Your reservation', sentence: 'We keep this for you at {{ store.name }} until {{ until | day }} {{ until | time }}. You hear from us once it lies ready. You pay in the store.' },
  ready: { title: 'Your reservation lies ready', sentence: 'Your reservation lies ready at {{ store.name }}, until {{ until | day }} {{ until | time }}. Try it, and pay in the store.' },
  reminder: { title: 'Your reservation ends soon', sentence: 'We keep your reservation at {{ store.name }} until {{ until | day }} {{ until | time }}. After that it goes back to the store.' },
  extended: { title: 'We keep your reservation longer', sentence: 'We now keep your reservation at {{ store.name }} until {{ until | day }} {{ until | time }}.' },
  expired: { title: 'Your reservation has ended', sentence: 'Your reservation at {{ store.name }} has ended. You need not do or pay anything.' },
  cancelled: { title: 'Your reservation is cancelled', sentence: 'Your reservation at {{ store.name }} is cancelled. You pay nothing.' },
  not_there: { title: 'We cannot keep your reservation', sentence: 'We are sorry: {{ store.name }} cannot find this or cannot sell it. You need not come for it, and pay nothing.' },
};

const choose = (of: Record<Kind, News>, part: keyof News): string => `{% case news %}${KINDS.map((kind) => `{% when '${kind}' %}${of[kind][part]}`).join('')}{% endcase %}`;

export const reservation = {
  nl: {
    subject: `${choose(nl, 'title')}, nummer {{ order.number }}`, preheader: '{% if code %}Je code is {{ code }}.{% endif %}',
    body: `<h1>${choose(nl, 'title')}</h1>
<p>${greeting('Beste')}</p>
<p>${choose(nl, 'sentence')}</p>
<p>Reservering {{ order.number }}</p>
{% if code %}<div class="box"><p>Noem deze code aan de kassa:</p><p class="code">{{ code }}</p></div>{% endif %}
${storeBox('Openingstijden')}
${orderButton('Bekijk of annuleer je reservering')}
${linesTable('Product', 'Bedrag')}`,
    text: `${choose(nl, 'title')}

${greeting('Beste')}

${choose(nl, 'sentence')}
Reservering {{ order.number }}
{% if code %}Je code: {{ code }}
{% endif %}
${storeText('Openingstijden')}
${linesText}
${orderLink('Bekijk of annuleer je reservering')}

${signature('Met vriendelijke groet,')}`,
  },
  en: {
    subject: `${choose(en, 'title')}, number {{ order.number }}`, preheader: '{% if code %}Your code is {{ code }}.{% endif %}',
    body: `<h1>${choose(en, 'title')}</h1>
<p>${greeting('Dear')}</p>
<p>${choose(en, 'sentence')}</p>
<p>Reservation {{ order.number }}</p>
{% if code %}<div class="box"><p>Give this code at the till:</p><p class="code">{{ code }}</p></div>{% endif %}
${storeBox('Opening hours')}
${orderButton('See or cancel your reservation')}
${linesTable('Product', 'Amount')}`,
    text: `${choose(en, 'title')}

${greeting('Dear')}

${choose(en, 'sentence')}
Reservation {{ order.number }}
{% if code %}Your code: {{ code }}
{% endif %}
${storeText('Opening hours')}
${linesText}
${orderLink('See or cancel your reservation')}

${signature('Kind regards,')}`,
  },
};
