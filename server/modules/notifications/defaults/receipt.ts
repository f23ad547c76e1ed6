/** The starting template of a till's receipt by mail: what was bought, its VAT, how it was paid, and what is still to come. */
import { linesTable, linesText, signature } from './parts.ts';

interface Words { product: string; amount: string; discount: string; rounding: string; total: string; vat: string; of: string; paid: string; come: string; home: string; store: string; by: string; code: string }

const table = (words: Words): string => `${linesTable(words.product, words.amount)}
<table>
<tbody>
{% for charge in charges %}<tr><td>{{ charge.name }}</td><td class="amount">{{ charge.total | money }}</td></tr>{% endfor %}
{% if rounding %}<tr><td>${words.rounding}</td><td class="amount">{{ rounding | money }}</td></tr>{% endif %}
<tr><td class="total">${words.total}</td><td class="amount total">{{ order.total | money }}</td></tr>
{% if discount %}<tr><td class="soft">${words.discount}</td><td class="amount soft">{{ discount | money }}</td></tr>{% endif %}
{% for tax in vat %}<tr><td class="soft">${words.vat} {{ tax.rate }} ${words.of} {{ tax.total | money }}</td><td class="amount soft">{{ tax.amount | money }}</td></tr>{% endfor %}
{% for payment in payments %}<tr><td>${words.paid} {{ payment.method }}</td><td class="amount">{{ payment.amount | money }}</td></tr>{% endfor %}
</tbody>
</table>
{% if deliveries.size > 0 %}<h2>${words.come}</h2>
<ul>{% for delivery in deliveries %}<li>{% if delivery.method == 'home' %}${words.home} {{ delivery.place }}{% else %}${words.store} {{ delivery.place }}{% endif %}{% if delivery.until %}<br><span class="soft">${words.by} {{ delivery.until | day }}</span>{% endif %}{% if delivery.code %}<br>${words.code} <strong>{{ delivery.code }}</strong>{% endif %}</li>{% endfor %}</ul>{% endif %}`;

const plain = (words: Words): string => `${linesText}{% for charge in charges %}- {{ charge.name }}, {{ charge.total | money }}
{% endfor %}{% if rounding %}${words.rounding}: {{ rounding | money }}
{% endif %}${words.total}: {{ order.total | money }}
{% if discount %}${words.discount}: {{ discount | money }}
{% endif %}{% for tax in vat %}${words.vat} {{ tax.rate }} ${words.of} {{ tax.total | money }}: {{ tax.amount | money }}
{% endfor %}{% for payment in payments %}${words.paid} {{ payment.method }}: {{ payment.amount | money }}
{% endfor %}{% if deliveries.size > 0 %}
${words.come}
{% for delivery in deliveries %}- {% if delivery.method == 'home' %}${words.home} {{ delivery.place }}{% else %}${words.store} {{ delivery.place }}{% endif %}{% if delivery.until %}, ${words.by} {{ delivery.until | day }}{% endif %}{% if delivery.code %}. ${words.code} {{ delivery.code }}{% endif %}
{% endfor %}{% endif %}`;

const NL: Words = { product: 'Product', amount: 'Bedrag', discount: 'Je kreeg korting', rounding: 'Afronding', total: 'Totaal', vat: 'Btw', of: 'over', paid: 'Betaald met', come: 'Wat nog komt', home: 'Bezorgd in', store: 'Af te halen bij', by: 'uiterlijk', code: 'Afhaalcode:' };
const EN: Words = { product: 'Product', amount: 'Amount', discount: 'Your discount', rounding: 'Rounding', total: 'Total', vat: 'VAT', of: 'of', paid: 'Paid with', come: 'Still to come', home: 'Delivered in', store: 'To be collected at', by: 'by', code: 'Pickup code:' };

export const receipt = {
  nl: {
    subject: 'Je bon {{ receipt }} van {{ store.name }}',
    preheader: '{{ order.total | money }} op {{ soldAt | date }}. Bewaar deze mail: hij is je bon.',
    body: `<h1>Je bon</h1>
<p>Bon <strong>{{ receipt }}</strong>, {{ soldAt | date }} om {{ soldAt | time }}, {{ store.name }}{% if store.address %}, {{ store.address }}{% endif %}{% if store.phone %}, {{ store.phone }}{% endif %}. <span class="soft">Bestelling {{ order.number }}</span></p>
${table(NL)}
<p>Deze mail is je bon. Wil je iets terugbrengen of ruilen, neem hem dan mee: het bonnummer is genoeg.</p>`,
    text: `Bon {{ receipt }}
{{ soldAt | date }} om {{ soldAt | time }}, {{ store.name }}{% if store.address %}, {{ store.address }}{% endif %}{% if store.phone %}, {{ store.phone }}{% endif %}
Bestelling {{ order.number }}

${plain(NL)}
Deze mail is je bon. Wil je iets terugbrengen of ruilen, neem hem dan mee: het bonnummer is genoeg.

${signature('Met vriendelijke groet,')}`,
  },
  en: {
    subject: 'Your receipt {{ receipt }} from {{ store.name }}',
    preheader: '{{ order.total | money }} on {{ soldAt | date }}. Keep this mail: it is your receipt.',
    body: `<h1>Your receipt</h1>
<p>Receipt <strong>{{ receipt }}</strong>, {{ soldAt | date }} at {{ soldAt | time }}, {{ store.name }}{% if store.address %}, {{ store.address }}{% endif %}{% if store.phone %}, {{ store.phone }}{% endif %}. <span class="soft">Order {{ order.number }}</span></p>
${table(EN)}
<p>This mail is your receipt. To return or exchange something, bring it along: the number of the receipt is enough.</p>`,
    text: `Receipt {{ receipt }}
{{ soldAt | date }} at {{ soldAt | time }}, {{ store.name }}{% if store.address %}, {{ store.address }}{% endif %}{% if store.phone %}, {{ store.phone }}{% endif %}
Order {{ order.number }}

${plain(EN)}
This mail is your receipt. To return or exchange something, bring it along: the number of the receipt is enough.

${signature('Kind regards,')}`,
  },
};
