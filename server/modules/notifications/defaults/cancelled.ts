/** The starting templates for what will not come: some lines, or the whole order, and what happens with the money. */
import { greeting, linesTable, linesText, orderButton, orderLink, remainingList, remainingText, signature } from './parts.ts';

/** What happens with the money of what does not come; `refund`: where the template finds it. */
export const refundNlOf = (refund: string): string => `{% case ${refund}.kind %}{% when 'refund' %}Je krijgt {{ ${refund}.amount | money }} terug met hetzelfde betaalmiddel als waarmee je hebt betaald. Zodra de terugbetaling is gedaan, krijg je bericht.{% when 'not_charged' %}Het bedrag van {{ ${refund}.amount | money }} wordt niet afgeschreven.{% else %}Je hoeft hiervoor niets te betalen.{% endcase %}`;
export const refundEnOf = (refund: string): string => `{% case ${refund}.kind %}{% when 'refund' %}You get {{ ${refund}.amount | money }} back by the same means you paid with. You will hear from us once the refund is done.{% when 'not_charged' %}The amount of {{ ${refund}.amount | money }} will not be charged.{% else %}You do not have to pay for this.{% endcase %}`;
const [refundNl, refundEn] = [refundNlOf('refund'), refundEnOf('refund')];

const reasonNl = `{% case reason %}{% when 'nowhere_in_stock' %}Het spijt ons: we hebben in al onze winkels en magazijnen gezocht, maar het is nergens meer op voorraad.{% when 'customer' %}Dit is op jouw verzoek gedaan.{% when 'not_collected' %}De bestelling is niet binnen de afgesproken tijd afgehaald.{% when 'not_paid' %}We hebben er geen betaling voor ontvangen.{% else %}Het spijt ons dat we dit niet kunnen leveren.{% endcase %}`;
const reasonEn = `{% case reason %}{% when 'nowhere_in_stock' %}We are sorry: we searched all our stores and warehouses, but it is no longer in stock anywhere.{% when 'customer' %}This was done at your request.{% when 'not_collected' %}The order was not collected in time.{% when 'not_paid' %}We did not receive a payment for it.{% else %}We are sorry that we cannot deliver this.{% endcase %}`;

export const cancelled = {
  lines_cancelled: {
    nl: {
      subject: 'Een deel van je bestelling {{ order.number }} is geannuleerd',
      preheader: `${refundNl}`,
      body: `<h1>Een deel van je bestelling komt niet</h1>
<p>${greeting('Beste')}</p>
<p>Uit je bestelling <strong>{{ order.number }}</strong> is het onderstaande geannuleerd. ${reasonNl}</p>
<p>${refundNl}</p>
<h2>Geannuleerd</h2>
${linesTable('Product', 'Bedrag')}
${remainingList('Dit komt nog wel')}
${orderButton('Volg je bestelling')}`,
      text: `${greeting('Beste')}

Uit je bestelling {{ order.number }} is het onderstaande geannuleerd. ${reasonNl}

${refundNl}

Geannuleerd
${linesText}
${remainingText('Dit komt nog wel')}
${orderLink('Volg je bestelling')}

${signature('Met vriendelijke groet,')}`,
    },
    en: {
      subject: 'Part of your order {{ order.number }} was cancelled',
      preheader: `${refundEn}`,
      body: `<h1>Part of your order will not come</h1>
<p>${greeting('Dear')}</p>
<p>The following was cancelled from your order <strong>{{ order.number }}</strong>. ${reasonEn}</p>
<p>${refundEn}</p>
<h2>Cancelled</h2>
${linesTable('Product', 'Amount')}
${remainingList('This will still come')}
${orderButton('Follow your order')}`,
      text: `${greeting('Dear')}

The following was cancelled from your order {{ order.number }}. ${reasonEn}

${refundEn}

Cancelled
${linesText}
${remainingText('This will still come')}
${orderLink('Follow your order')}

${signature('Kind regards,')}`,
    },
  },
  order_cancelled: {
    nl: {
      subject: 'Je bestelling {{ order.number }} is geannuleerd',
      preheader: `${refundNl}`,
      body: `<h1>Je bestelling is geannuleerd</h1>
<p>${greeting('Beste')}</p>
<p>Je bestelling <strong>{{ order.number }}</strong> van {{ order.placedAt | date }} is geannuleerd. ${reasonNl}</p>
<p>${refundNl}</p>
<h2>Geannuleerd</h2>
${linesTable('Product', 'Bedrag')}
${orderButton('Volg je bestelling')}
<p>Vragen? Mail naar <a href="mailto:{{ brand.email }}">{{ brand.email }}</a>{% if brand.phone %} of bel {{ brand.phone }}{% endif %}.</p>`,
      text: `${greeting('Beste')}

Je bestelling {{ order.number }} van {{ order.placedAt | date }} is geannuleerd. ${reasonNl}

${refundNl}

Geannuleerd
${linesText}
${orderLink('Volg je bestelling')}

${signature('Met vriendelijke groet,')}`,
    },
    en: {
      subject: 'Your order {{ order.number }} was cancelled',
      preheader: `${refundEn}`,
      body: `<h1>Your order was cancelled</h1>
<p>${greeting('Dear')}</p>
<p>Your order <strong>{{ order.number }}</strong> of {{ order.placedAt | date }} was cancelled. ${reasonEn}</p>
<p>${refundEn}</p>
<h2>Cancelled</h2>
${linesTable('Product', 'Amount')}
${orderButton('Follow your order')}
<p>Questions? Mail <a href="mailto:{{ brand.email }}">{{ brand.email }}</a>{% if brand.phone %} or call {{ brand.phone }}{% endif %}.</p>`,
      text: `${greeting('Dear')}

Your order {{ order.number }} of {{ order.placedAt | date }} was cancelled. ${reasonEn}

${refundEn}

Cancelled
${linesText}
${orderLink('Follow your order')}

${signature('Kind regards,')}`,
    },
  },
};
