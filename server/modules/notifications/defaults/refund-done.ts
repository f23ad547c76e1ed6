/** The starting template that says a refund has been made, how much and where it went. */
import { greeting, linesTable, linesText, orderButton, orderLink, signature } from './parts.ts';

const whyNl = `{% case reason %}{% when 'return' %}voor je retour uit bestelling{% when 'cancelled' %}voor wat is geannuleerd uit bestelling{% else %}voor bestelling{% endcase %}`;
const whyEn = `{% case reason %}{% when 'return' %}for your return from order{% when 'cancelled' %}for what was cancelled from order{% else %}for order{% endcase %}`;
const arrivesNl = `{% if refund.arrivesWithinDays %} Het staat binnen {{ refund.arrivesWithinDays }} {% if refund.arrivesWithinDays == 1 %}werkdag{% else %}werkdagen{% endif %} op je rekening.{% endif %}`;
const arrivesEn = `{% if refund.arrivesWithinDays %} It will be in your account within {{ refund.arrivesWithinDays }} working {% if refund.arrivesWithinDays == 1 %}day{% else %}days{% endif %}.{% endif %}`;

export const refundDone = {
  nl: {
    subject: 'We hebben je {{ refund.amount | money }} terugbetaald',
    preheader: 'Terugbetaling voor bestelling {{ order.number }} met {{ refund.method }}.',
    body: `<h1>Je geld is onderweg</h1>
<p>${greeting('Beste')}</p>
<p>Op {{ refund.on | date }} hebben we <strong>{{ refund.amount | money }}</strong> aan je terugbetaald met {{ refund.method }}, ${whyNl} <strong>{{ order.number }}</strong>.${arrivesNl}</p>
{% if lines.size > 0 %}${linesTable('Product', 'Bedrag')}{% endif %}
${orderButton('Volg je bestelling')}`,
    text: `${greeting('Beste')}

Op {{ refund.on | date }} hebben we {{ refund.amount | money }} aan je terugbetaald met {{ refund.method }}, ${whyNl} {{ order.number }}.${arrivesNl}

${linesText}
${orderLink('Volg je bestelling')}

${signature('Met vriendelijke groet,')}`,
  },
  en: {
    subject: 'We refunded {{ refund.amount | money }} to you',
    preheader: 'Refund for order {{ order.number }} by {{ refund.method }}.',
    body: `<h1>Your money is on its way</h1>
<p>${greeting('Dear')}</p>
<p>On {{ refund.on | date }} we refunded <strong>{{ refund.amount | money }}</strong> to you by {{ refund.method }}, ${whyEn} <strong>{{ order.number }}</strong>.${arrivesEn}</p>
{% if lines.size > 0 %}${linesTable('Product', 'Amount')}{% endif %}
${orderButton('Follow your order')}`,
    text: `${greeting('Dear')}

On {{ refund.on | date }} we refunded {{ refund.amount | money }} to you by {{ refund.method }}, ${whyEn} {{ order.number }}.${arrivesEn}

${linesText}
${orderLink('Follow your order')}

${signature('Kind regards,')}`,
  },
};
