/** The starting template for a customer who asked for a new link to the page of an order. */
import { greeting, linesTable, linesText, orderButton, orderLink, signature } from './parts.ts';

export const orderLinkTexts = {
  nl: {
    subject: 'De link naar je bestelling {{ order.number }}',
    preheader: 'Hiermee volg je je bestelling.',
    body: `<h1>Volg je bestelling</h1>
<p>${greeting('Beste')}</p>
<p>Je vroeg om een link naar je bestelling <strong>{{ order.number }}</strong> van {{ order.placedAt | date }}. Daar zie je hoe ver alles is.</p>
${orderButton('Volg je bestelling')}
${linesTable('Product', 'Bedrag')}
<p class="soft">Heb je hier niet om gevraagd? Dan hoef je niets te doen.</p>`,
    text: `${greeting('Beste')}

Je vroeg om een link naar je bestelling {{ order.number }} van {{ order.placedAt | date }}. Daar zie je hoe ver alles is.

${orderLink('Volg je bestelling')}

${linesText}
Heb je hier niet om gevraagd? Dan hoef je niets te doen.

${signature('Met vriendelijke groet,')}`,
  },
  en: {
    subject: 'The link to your order {{ order.number }}',
    preheader: 'Follow your order with it.',
    body: `<h1>Follow your order</h1>
<p>${greeting('Dear')}</p>
<p>You asked for a link to your order <strong>{{ order.number }}</strong> of {{ order.placedAt | date }}. It shows you how far everything is.</p>
${orderButton('Follow your order')}
${linesTable('Product', 'Amount')}
<p class="soft">Did you not ask for this? Then there is nothing you need to do.</p>`,
    text: `${greeting('Dear')}

You asked for a link to your order {{ order.number }} of {{ order.placedAt | date }}. It shows you how far everything is.

${orderLink('Follow your order')}

${linesText}
Did you not ask for this? Then there is nothing you need to do.

${signature('Kind regards,')}`,
  },
};
