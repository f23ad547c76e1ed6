/** The starting template that tells a customer that what they wanted to cancel could not be stopped, and what they can do. */
import { greeting, linesTable, linesText, orderButton, orderLink, signature } from './parts.ts';

export const cancellationRefused = {
  nl: {
    subject: 'Bestelling {{ order.number }}: annuleren lukte niet meer',
    preheader: 'Je pakket was al te ver. Je kunt het gewoon terugsturen.',
    body: `<h1>Annuleren lukte niet meer</h1>
<p>${greeting('Beste')}</p>
<p>Je wilde iets van bestelling <strong>{{ order.number }}</strong> annuleren. We hebben het gevraagd, maar het was al te ver: het wordt bezorgd. Je kunt het na ontvangst terugsturen of in een winkel terugbrengen.</p>
${orderButton('Bekijk je bestelling')}
${linesTable('Product', 'Bedrag')}`,
    text: `${greeting('Beste')}

Je wilde iets van bestelling {{ order.number }} annuleren. We hebben het gevraagd, maar het was al te ver: het wordt bezorgd.
Je kunt het na ontvangst terugsturen of in een winkel terugbrengen.

${linesText}
${orderLink('Bekijk je bestelling')}

${signature('Met vriendelijke groet,')}`,
  },
  en: {
    subject: 'Order {{ order.number }}: too late to cancel',
    preheader: 'Your parcel had gone too far. You can simply send it back.',
    body: `<h1>Too late to cancel</h1>
<p>${greeting('Dear')}</p>
<p>You wanted to cancel something of order <strong>{{ order.number }}</strong>. We asked for it to be stopped, but it had gone too far: it will be delivered. You can send it back after you receive it, or return it in a store.</p>
${orderButton('See your order')}
${linesTable('Product', 'Amount')}`,
    text: `${greeting('Dear')}

You wanted to cancel something of order {{ order.number }}. We asked for it to be stopped, but it had gone too far: it will be delivered.
You can send it back after you receive it, or return it in a store.

${linesText}
${orderLink('See your order')}

${signature('Kind regards,')}`,
  },
};
