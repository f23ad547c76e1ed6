/** The starting template that asks a customer to pay for what was added to an order. */
import { greeting, linesTable, linesText, orderButton, orderLink, signature } from './parts.ts';

export const paymentAsked = {
  nl: {
    subject: 'Bestelling {{ order.number }}: betaal nog {{ toPay.amount | money }}',
    preheader: 'Er is iets aan je bestelling toegevoegd. Betaal uiterlijk {{ toPay.until | day }}.',
    body: `<h1>Er is iets aan je bestelling toegevoegd</h1>
<p>${greeting('Beste')}</p>
<div class="box"><p>Betaal <strong>{{ toPay.amount | money }}</strong> op de pagina van bestelling <strong>{{ order.number }}</strong>, uiterlijk {{ toPay.until | day }} {{ toPay.until | time }}. Daarna gaan we verder. Betaal je niet, dan vervalt wat is toegevoegd en blijft de rest zoals het was.</p></div>
${orderButton('Ga naar je bestelling')}
${linesTable('Toegevoegd', 'Bedrag')}`,
    text: `${greeting('Beste')}

Er is iets aan je bestelling {{ order.number }} toegevoegd. Betaal {{ toPay.amount | money }} op de pagina van je bestelling, uiterlijk {{ toPay.until | day }} {{ toPay.until | time }}.
Daarna gaan we verder. Betaal je niet, dan vervalt wat is toegevoegd en blijft de rest zoals het was.

${linesText}
${orderLink('Ga naar je bestelling')}

${signature('Met vriendelijke groet,')}`,
  },
  en: {
    subject: 'Order {{ order.number }}: {{ toPay.amount | money }} to pay',
    preheader: 'Something was added to your order. Please pay by {{ toPay.until | day }}.',
    body: `<h1>Something was added to your order</h1>
<p>${greeting('Dear')}</p>
<div class="box"><p>Please pay <strong>{{ toPay.amount | money }}</strong> on the page of order <strong>{{ order.number }}</strong>, by {{ toPay.until | day }} {{ toPay.until | time }}. We go on after that. Without it what was added is cancelled, and the rest stays as it was.</p></div>
${orderButton('Go to your order')}
${linesTable('Added', 'Amount')}`,
    text: `${greeting('Dear')}

Something was added to your order {{ order.number }}. Please pay {{ toPay.amount | money }} on the page of your order, by {{ toPay.until | day }} {{ toPay.until | time }}.
We go on after that. Without it what was added is cancelled, and the rest stays as it was.

${linesText}
${orderLink('Go to your order')}

${signature('Kind regards,')}`,
  },
};
