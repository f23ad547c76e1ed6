/** The starting templates for collecting in a store: the order travels there, and then everything is ready. */
import { greeting, linesTable, linesText, orderButton, orderLink, signature } from './parts.ts';

export const storeBox = (hours: string): string => `<div class="box">
<p><strong>{{ store.name }}</strong><br>{{ store.address }}{% if store.phone %}<br>{{ store.phone }}{% endif %}</p>
{% if store.hours.size > 0 %}<p><strong>${hours}</strong>{% for entry in store.hours %}<br>{{ entry.day }}: {{ entry.hours }}{% endfor %}</p>{% endif %}
</div>`;

export const storeText = (hours: string): string => `{{ store.name }}
{{ store.address }}
{% if store.phone %}{{ store.phone }}
{% endif %}{% if store.hours.size > 0 %}
${hours}
{% for entry in store.hours %}{{ entry.day }}: {{ entry.hours }}
{% endfor %}{% endif %}`;

export const pickup = {
  pickup_on_its_way: {
    nl: {
      subject: 'Je bestelling {{ order.number }} is op weg naar {{ store.name }}',
      preheader: 'Je krijgt bericht zodra alles klaar is om af te halen.',
      body: `<h1>Op weg naar de winkel</h1>
<p>${greeting('Beste')}</p>
<p>We brengen je bestelling <strong>{{ order.number }}</strong> naar {{ store.name }}.{% if expectedOn %} We verwachten dat alles daar <strong>{{ expectedOn | day }}</strong> is.{% endif %}</p>
<p>Je krijgt één bericht zodra alles klaar is om af te halen. Kom daarvoor nog niet langs.</p>
${orderButton('Volg je bestelling')}
${linesTable('Product', 'Bedrag')}`,
      text: `${greeting('Beste')}

We brengen je bestelling {{ order.number }} naar {{ store.name }}.{% if expectedOn %} We verwachten dat alles daar {{ expectedOn | day }} is.{% endif %}
Je krijgt één bericht zodra alles klaar is om af te halen. Kom daarvoor nog niet langs.

${linesText}
${orderLink('Volg je bestelling')}

${signature('Met vriendelijke groet,')}`,
    },
    en: {
      subject: 'Your order {{ order.number }} is on its way to {{ store.name }}',
      preheader: 'You will hear from us once everything is ready for pickup.',
      body: `<h1>On its way to the store</h1>
<p>${greeting('Dear')}</p>
<p>We are bringing your order <strong>{{ order.number }}</strong> to {{ store.name }}.{% if expectedOn %} We expect everything to be there on <strong>{{ expectedOn | day }}</strong>.{% endif %}</p>
<p>You will get one message once everything is ready for pickup. Please do not come before that.</p>
${orderButton('Follow your order')}
${linesTable('Product', 'Amount')}`,
      text: `${greeting('Dear')}

We are bringing your order {{ order.number }} to {{ store.name }}.{% if expectedOn %} We expect everything to be there on {{ expectedOn | day }}.{% endif %}
You will get one message once everything is ready for pickup. Please do not come before that.

${linesText}
${orderLink('Follow your order')}

${signature('Kind regards,')}`,
    },
  },
  pickup_ready: {
    nl: {
      subject: 'Je bestelling {{ order.number }} is klaar om af te halen',
      preheader: 'Je afhaalcode is {{ pickup.code }}. Je kunt tot en met {{ pickup.until | day }} terecht.',
      body: `<h1>Klaar om af te halen</h1>
<p>${greeting('Beste')}</p>
<p>Je complete bestelling <strong>{{ order.number }}</strong> ligt voor je klaar bij {{ store.name }}. Je kunt die afhalen tot en met <strong>{{ pickup.until | day }}</strong>.</p>
<div class="box"><p>Laat deze afhaalcode zien:</p><p class="code">{{ pickup.code }}</p></div>
{% if pickup.identification %}<p>Neem ook een geldig legitimatiebewijs mee.</p>{% endif %}
${storeBox('Openingstijden')}
${orderButton('Volg je bestelling')}
<h2>Wat er klaarligt</h2>
${linesTable('Product', 'Bedrag')}`,
      text: `${greeting('Beste')}

Je complete bestelling {{ order.number }} ligt voor je klaar bij {{ store.name }}.
Je afhaalcode: {{ pickup.code }}
Afhalen kan tot en met {{ pickup.until | day }}.{% if pickup.identification %} Neem ook een geldig legitimatiebewijs mee.{% endif %}

${storeText('Openingstijden')}
Wat er klaarligt
${linesText}
${orderLink('Volg je bestelling')}

${signature('Met vriendelijke groet,')}`,
    },
    en: {
      subject: 'Your order {{ order.number }} is ready for pickup',
      preheader: 'Your pickup code is {{ pickup.code }}. You can come until {{ pickup.until | day }}.',
      body: `<h1>Ready for pickup</h1>
<p>${greeting('Dear')}</p>
<p>Your complete order <strong>{{ order.number }}</strong> is waiting for you at {{ store.name }}. You can collect it up to and including <strong>{{ pickup.until | day }}</strong>.</p>
<div class="box"><p>Show this pickup code:</p><p class="code">{{ pickup.code }}</p></div>
{% if pickup.identification %}<p>Please bring a valid proof of identity as well.</p>{% endif %}
${storeBox('Opening hours')}
${orderButton('Follow your order')}
<h2>What is waiting for you</h2>
${linesTable('Product', 'Amount')}`,
      text: `${greeting('Dear')}

Your complete order {{ order.number }} is waiting for you at {{ store.name }}.
Your pickup code: {{ pickup.code }}
You can collect it up to and including {{ pickup.until | day }}.{% if pickup.identification %} Please bring a valid proof of identity as well.{% endif %}

${storeText('Opening hours')}
What is waiting for you
${linesText}
${orderLink('Follow your order')}

${signature('Kind regards,')}`,
    },
  },
};
