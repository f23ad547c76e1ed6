/** The starting template that asks a customer to pay for what was added to an order. */
import { greeting, linesTable, linesText, orderButton, orderLink, signature } from './parts.ts';

export const paymentAsked = {
  nl: {
    subject: 'Bestelling {{ order.number }}: betaal nog {{ toPay.amount | money }}',
    preheader: '{% if lines.size > 0 %}Er is iets aan je bestelling toegevoegd.{% else %}Je betaling is vervallen.{% endif %} Betaal uiterlijk {{ toPay.until | day }}.',
    body: `<h1>{% if lines.size > 0 %}Er is iets aan je bestelling toegevoegd{% else %}Je betaling is vervallen{% endif %}</h1>
<p>${greeting('Beste')}</p>
<div class="box"><p>Betaal <strong>{{ toPay.amount | money }}</strong> op de pagina van bestelling <strong>{{ order.number }}</strong>, uiterlijk {{ toPay.until | day }} {{ toPay.until | time }}. {% if lines.size > 0 %}Daarna gaan we verder. Betaal je niet, dan vervalt wat is toegevoegd en blijft de rest zoals het was.{% else %}Het bedrag dat voor je bestelling was gereserveerd, is door je bank of kaart weer vrijgegeven. Na je betaling gaan we verder; tot dan houden we je bestelling voor je vast.{% endif %}</p></div>
${orderButton('Ga naar je bestelling')}
{% if lines.size > 0 %}${linesTable('Toegevoegd', 'Bedrag')}{% endif %}`,
    text: `${greeting('Beste')}

{% if lines.size > 0 %}Er is iets aan je bestelling {{ order.number }} toegevoegd.{% else %}De betaling van je bestelling {{ order.number }} is vervallen.{% endif %} Betaal {{ toPay.amount | money }} op de pagina van je bestelling, uiterlijk {{ toPay.until | day }} {{ toPay.until | time }}.
{% if lines.size > 0 %}Daarna gaan we verder. Betaal je niet, dan vervalt wat is toegevoegd en blijft de rest zoals het was.{% else %}Het bedrag dat voor je bestelling was gereserveerd, is door je bank of kaart weer vrijgegeven. Na je betaling gaan we verder; tot dan houden we je bestelling voor je vast.{% endif %}

${linesText}
${orderLink('Ga naar je bestelling')}

${signature('Met vriendelijke groet,')}`,
  },
  en: {
    subject: 'Order {{ order.number }}: {{ toPay.amount | money }} to pay',
    preheader: '{% if lines.size > 0 %}Something was added to your order.{% else %}Your payment has lapsed.{% endif %} Please pay by {{ toPay.until | day }}.',
    body: `<h1>{% if lines.size > 0 %}Something was added to your order{% else %}Your payment has lapsed{% endif %}</h1>
<p>${greeting('Dear')}</p>
<div class="box"><p>Please pay <strong>{{ toPay.amount | money }}</strong> on the page of order <strong>{{ order.number }}</strong>, by {{ toPay.until | day }} {{ toPay.until | time }}. {% if lines.size > 0 %}We go on after that. Without it what was added is cancelled, and the rest stays as it was.{% else %}Your bank or card has let go of the amount that was set aside for your order. We go on once it is paid, and keep your order for you until then.{% endif %}</p></div>
${orderButton('Go to your order')}
{% if lines.size > 0 %}${linesTable('Added', 'Amount')}{% endif %}`,
    text: `${greeting('Dear')}

{% if lines.size > 0 %}Something was added to your order {{ order.number }}.{% else %}The payment of your order {{ order.number }} has lapsed.{% endif %} Please pay {{ toPay.amount | money }} on the page of your order, by {{ toPay.until | day }} {{ toPay.until | time }}.
{% if lines.size > 0 %}We go on after that. Without it what was added is cancelled, and the rest stays as it was.{% else %}Your bank or card has let go of the amount that was set aside for your order. We go on once it is paid, and keep your order for you until then.{% endif %}

${linesText}
${orderLink('Go to your order')}

${signature('Kind regards,')}`,
  },
};
