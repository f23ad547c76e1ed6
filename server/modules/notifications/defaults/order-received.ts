/** The starting template that thanks for an order and says what comes where and when. */
import { refundEnOf, refundNlOf } from './cancelled.ts';
import { greeting, linesTable, linesText, orderButton, orderLink, signature } from './parts.ts';

const deliveryNl = `{% case delivery.method %}{% when 'home' %}Bezorgen op {{ delivery.place }}{% when 'store' %}Afhalen bij {{ delivery.place }}{% else %}Afhalen bij afhaalpunt {{ delivery.place }}{% endcase %}`;
const whenNl = `{% if delivery.from and delivery.until and delivery.from != delivery.until %}tussen {{ delivery.from | day }} en {{ delivery.until | day }}{% elsif delivery.until %}uiterlijk {{ delivery.until | day }}{% elsif delivery.from %}vanaf {{ delivery.from | day }}{% endif %}`;
const laterNl = `{% if delivery.later %}{% if delivery.until %}; nog niet alles is er, daarom duurt het tot dan{% else %}Nog niet alles is er, en we weten nog niet wanneer het komt. Je krijgt bericht zodra we het weten.{% endif %}{% endif %}`;
const laterEn = `{% if delivery.later %}{% if delivery.until %}; not everything is there yet, so it takes until then{% else %}Not everything is there yet, and we do not know when it comes. You will hear from us as soon as we do.{% endif %}{% endif %}`;
const deliveryEn = `{% case delivery.method %}{% when 'home' %}Delivery to {{ delivery.place }}{% when 'store' %}Pickup at {{ delivery.place }}{% else %}Pickup at pickup point {{ delivery.place }}{% endcase %}`;
const whenEn = `{% if delivery.from and delivery.until and delivery.from != delivery.until %}between {{ delivery.from | day }} and {{ delivery.until | day }}{% elsif delivery.until %}{{ delivery.until | day }} at the latest{% elsif delivery.from %}from {{ delivery.from | day }}{% endif %}`;

const missing = (words: { heading: string; why: string; money: string }): string => `{% if missing %}<h2>${words.heading}</h2>
<ul>{% for line in missing.lines %}<li>{{ line.quantity }} × {{ line.name }}{% if line.variant %}, {{ line.variant }}{% endif %}</li>{% endfor %}</ul>
<p>${words.why} ${words.money}</p>{% endif %}`;
const missingText = (words: { heading: string; why: string; money: string }): string => `{% if missing %}${words.heading}
{% for line in missing.lines %}- {{ line.quantity }} × {{ line.name }}{% if line.variant %} ({{ line.variant }}){% endif %}
{% endfor %}${words.why} ${words.money}

{% endif %}`;
const MISSING_NL = { heading: 'Dit is er helaas niet meer', why: 'We hebben in al onze winkels en magazijnen gezocht: het is nergens meer op voorraad.', money: refundNlOf('missing.refund') };
const MISSING_EN = { heading: 'What is no longer there', why: 'We are sorry: we searched all our stores and warehouses, and it is no longer in stock anywhere.', money: refundEnOf('missing.refund') };

const totals = (words: { shipping: string; free: string; discount: string; total: string; vat: string }): string => `<table>
<tbody>
{% if discount.amount > 0 %}<tr><td>${words.discount}</td><td class="amount">−{{ discount | money }}</td></tr>{% endif %}
<tr><td>${words.shipping}</td><td class="amount">{% if shipping.amount == 0 %}${words.free}{% else %}{{ shipping | money }}{% endif %}</td></tr>
<tr><td class="total">${words.total}</td><td class="amount total">{{ order.total | money }}</td></tr>
<tr><td class="soft">${words.vat}</td><td class="amount soft">{{ vat | money }}</td></tr>
</tbody>
</table>`;

export const orderReceived = {
  nl: {
    subject: 'We hebben je bestelling {{ order.number }} ontvangen{% if missing %}; niet alles is er{% endif %}',
    preheader: '{{ lines.size }} {% if lines.size == 1 %}product{% else %}producten{% endif %}, {{ order.total | money }}. We gaan voor je aan de slag.',
    body: `<h1>Bedankt voor je bestelling</h1>
<p>${greeting('Beste')}</p>
<p>We hebben je bestelling <strong>{{ order.number }}</strong> van {{ order.placedAt | date }} ontvangen en gaan ermee aan de slag. Zodra er iets verandert, hoor je het van ons.</p>
${missing(MISSING_NL)}
${orderButton('Volg je bestelling')}
<h2>Levering</h2>
<ul>{% for delivery in deliveries %}<li>${deliveryNl}<br><span class="soft">${whenNl}${laterNl}</span></li>{% endfor %}</ul>
<h2>Wat je hebt besteld</h2>
${linesTable('Product', 'Bedrag')}
${totals({ discount: 'Korting', shipping: 'Verzending', free: 'gratis', total: 'Totaal', vat: 'waarvan btw' })}
{% if payment %}<p class="soft">Betaald met {{ payment }}.</p>{% endif %}`,
    text: `${greeting('Beste')}

We hebben je bestelling {{ order.number }} van {{ order.placedAt | date }} ontvangen en gaan ermee aan de slag. Zodra er iets verandert, hoor je het van ons.

${missingText(MISSING_NL)}Levering
{% for delivery in deliveries %}- ${deliveryNl}{% if delivery.from or delivery.until %}, ${whenNl}${laterNl}{% elsif delivery.later %}. ${laterNl}{% endif %}
{% endfor %}
Wat je hebt besteld
${linesText}
{% if discount.amount > 0 %}Korting: −{{ discount | money }}
{% endif %}Verzending: {% if shipping.amount == 0 %}gratis{% else %}{{ shipping | money }}{% endif %}
Totaal: {{ order.total | money }} (waarvan btw {{ vat | money }})
{% if payment %}Betaald met {{ payment }}.{% endif %}

${orderLink('Volg je bestelling')}

${signature('Met vriendelijke groet,')}`,
  },
  en: {
    subject: 'We received your order {{ order.number }}{% if missing %}; not everything is there{% endif %}',
    preheader: '{{ lines.size }} {% if lines.size == 1 %}product{% else %}products{% endif %}, {{ order.total | money }}. We are getting to work for you.',
    body: `<h1>Thank you for your order</h1>
<p>${greeting('Dear')}</p>
<p>We received your order <strong>{{ order.number }}</strong> of {{ order.placedAt | date }} and are getting to work on it. You will hear from us whenever something changes.</p>
${missing(MISSING_EN)}
${orderButton('Follow your order')}
<h2>Delivery</h2>
<ul>{% for delivery in deliveries %}<li>${deliveryEn}<br><span class="soft">${whenEn}${laterEn}</span></li>{% endfor %}</ul>
<h2>What you ordered</h2>
${linesTable('Product', 'Amount')}
${totals({ discount: 'Discount', shipping: 'Shipping', free: 'free', total: 'Total', vat: 'of which VAT' })}
{% if payment %}<p class="soft">Paid with {{ payment }}.</p>{% endif %}`,
    text: `${greeting('Dear')}

We received your order {{ order.number }} of {{ order.placedAt | date }} and are getting to work on it. You will hear from us whenever something changes.

${missingText(MISSING_EN)}Delivery
{% for delivery in deliveries %}- ${deliveryEn}{% if delivery.from or delivery.until %}, ${whenEn}${laterEn}{% elsif delivery.later %}. ${laterEn}{% endif %}
{% endfor %}
What you ordered
${linesText}
{% if discount.amount > 0 %}Discount: −{{ discount | money }}
{% endif %}Shipping: {% if shipping.amount == 0 %}free{% else %}{{ shipping | money }}{% endif %}
Total: {{ order.total | money }} (of which VAT {{ vat | money }})
{% if payment %}Paid with {{ payment }}.{% endif %}

${orderLink('Follow your order')}

${signature('Kind regards,')}`,
  },
};
