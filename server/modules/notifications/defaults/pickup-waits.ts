/** The starting templates for a pickup that waits: a reminder before its last day, and a later last day. */
import { greeting, linesTable, linesText, orderButton, orderLink, signature } from './parts.ts';
import { storeBox, storeText } from './pickup.ts';

export const pickupWaits = {
  pickup_reminder: {
    nl: {
      subject: 'Je bestelling {{ order.number }} ligt nog voor je klaar',
      preheader: 'Je kunt tot en met {{ pickup.until | day }} terecht. Je afhaalcode is {{ pickup.code }}.',
      body: `<h1>Vergeet je bestelling niet</h1>
<p>${greeting('Beste')}</p>
<p>Je bestelling <strong>{{ order.number }}</strong> ligt nog voor je klaar bij {{ store.name }}, tot en met <strong>{{ pickup.until | day }}</strong>.{% if pickup.goesBack %} Wat dan niet is opgehaald, gaat terug naar de winkel{% if pickup.moneyBack %} en je krijgt je geld terug{% endif %}.{% endif %}</p>
<p>Kun je niet op tijd komen? Op de pagina van je bestelling kun je vragen of we het langer bewaren, of een andere winkel kiezen.</p>
<div class="box"><p>Laat deze afhaalcode zien:</p><p class="code">{{ pickup.code }}</p></div>
{% if pickup.identification %}<p>Neem ook een geldig legitimatiebewijs mee.</p>{% endif %}
${storeBox('Openingstijden')}
${orderButton('Bekijk je bestelling')}
${linesTable('Product', 'Bedrag')}`,
      text: `${greeting('Beste')}

Je bestelling {{ order.number }} ligt nog voor je klaar bij {{ store.name }}, tot en met {{ pickup.until | day }}.
{% if pickup.goesBack %}Wat dan niet is opgehaald, gaat terug naar de winkel{% if pickup.moneyBack %} en je krijgt je geld terug{% endif %}.
{% endif %}Je afhaalcode: {{ pickup.code }}{% if pickup.identification %} (neem ook een geldig legitimatiebewijs mee){% endif %}

Kun je niet op tijd komen? Op de pagina van je bestelling kun je vragen of we het langer bewaren, of een andere winkel kiezen.

${storeText('Openingstijden')}
${linesText}
${orderLink('Bekijk je bestelling')}

${signature('Met vriendelijke groet,')}`,
    },
    en: {
      subject: 'Your order {{ order.number }} is still waiting for you',
      preheader: 'You can come until {{ pickup.until | day }}. Your pickup code is {{ pickup.code }}.',
      body: `<h1>Do not forget your order</h1>
<p>${greeting('Dear')}</p>
<p>Your order <strong>{{ order.number }}</strong> is still waiting for you at {{ store.name }}, up to and including <strong>{{ pickup.until | day }}</strong>.{% if pickup.goesBack %} What is not collected by then goes back to the store{% if pickup.moneyBack %}, and you get your money back{% endif %}.{% endif %}</p>
<p>Cannot come in time? On the page of your order you can ask us to keep it longer, or choose another store.</p>
<div class="box"><p>Show this pickup code:</p><p class="code">{{ pickup.code }}</p></div>
{% if pickup.identification %}<p>Please bring a valid proof of identity as well.</p>{% endif %}
${storeBox('Opening hours')}
${orderButton('See your order')}
${linesTable('Product', 'Amount')}`,
      text: `${greeting('Dear')}

Your order {{ order.number }} is still waiting for you at {{ store.name }}, up to and including {{ pickup.until | day }}.
{% if pickup.goesBack %}What is not collected by then goes back to the store{% if pickup.moneyBack %}, and you get your money back{% endif %}.
{% endif %}Your pickup code: {{ pickup.code }}{% if pickup.identification %} (please bring a valid proof of identity as well){% endif %}

Cannot come in time? On the page of your order you can ask us to keep it longer, or choose another store.

${storeText('Opening hours')}
${linesText}
${orderLink('See your order')}

${signature('Kind regards,')}`,
    },
  },
  pickup_extended: {
    nl: {
      subject: 'Je bestelling {{ order.number }} wacht langer op je',
      preheader: 'Je kunt nu tot en met {{ pickup.until | day }} terecht.',
      body: `<h1>We bewaren het langer</h1>
<p>${greeting('Beste')}</p>
<p>Je bestelling <strong>{{ order.number }}</strong> blijft voor je klaarliggen bij {{ store.name }}, tot en met <strong>{{ pickup.until | day }}</strong>.</p>
<div class="box"><p>Je afhaalcode blijft dezelfde:</p><p class="code">{{ pickup.code }}</p></div>
${storeBox('Openingstijden')}
${orderButton('Bekijk je bestelling')}
${linesTable('Product', 'Bedrag')}`,
      text: `${greeting('Beste')}

Je bestelling {{ order.number }} blijft voor je klaarliggen bij {{ store.name }}, tot en met {{ pickup.until | day }}.
Je afhaalcode blijft dezelfde: {{ pickup.code }}

${storeText('Openingstijden')}
${linesText}
${orderLink('Bekijk je bestelling')}

${signature('Met vriendelijke groet,')}`,
    },
    en: {
      subject: 'Your order {{ order.number }} waits longer for you',
      preheader: 'You can now come until {{ pickup.until | day }}.',
      body: `<h1>We keep it longer</h1>
<p>${greeting('Dear')}</p>
<p>Your order <strong>{{ order.number }}</strong> stays ready for you at {{ store.name }}, up to and including <strong>{{ pickup.until | day }}</strong>.</p>
<div class="box"><p>Your pickup code stays the same:</p><p class="code">{{ pickup.code }}</p></div>
${storeBox('Opening hours')}
${orderButton('See your order')}
${linesTable('Product', 'Amount')}`,
      text: `${greeting('Dear')}

Your order {{ order.number }} stays ready for you at {{ store.name }}, up to and including {{ pickup.until | day }}.
Your pickup code stays the same: {{ pickup.code }}

${storeText('Opening hours')}
${linesText}
${orderLink('See your order')}

${signature('Kind regards,')}`,
    },
  },
};
