/** The starting template that says a parcel is packed and on its way, with its track and trace. */
import { greeting, linesTable, linesText, orderButton, orderLink, remainingList, remainingText, signature } from './parts.ts';

export const parcelShipped = {
  nl: {
    subject: 'Je bestelling {{ order.number }} is ingepakt en onderweg',
    preheader: '{% if parcel.expectedOn %}{{ parcel.carrier }} bezorgt naar verwachting {{ parcel.expectedOn | day }}.{% else %}Volg je pakket bij {{ parcel.carrier }}.{% endif %}',
    body: `<h1>Je pakket is onderweg</h1>
<p>${greeting('Beste')}</p>
<p>We hebben je bestelling <strong>{{ order.number }}</strong> ingepakt en aan {{ parcel.carrier }} meegegeven.{% if parcel.expectedOn %} Je kunt het pakket <strong>{{ parcel.expectedOn | day }}</strong> verwachten{% if pickupPoint %} bij je afhaalpunt{% endif %}.{% endif %}</p>
<p><a class="button" href="{{ parcel.trackingUrl }}">Volg je pakket</a></p>
<div class="box">
<p><strong>{% if pickupPoint %}Afhaalpunt{% else %}Bezorgadres{% endif %}</strong><br>{{ place }}</p>
<p><strong>Track &amp; trace</strong><br><a href="{{ parcel.trackingUrl }}">{{ parcel.trackingNumber }}</a></p>
</div>
{% if pickupPoint %}<p>{{ parcel.carrier }} laat je weten wanneer het pakket op het afhaalpunt ligt.</p>{% endif %}
<h2>In dit pakket</h2>
${linesTable('Product', 'Bedrag')}
${remainingList('Komt nog in een ander pakket')}
${orderButton('Volg je bestelling')}`,
    text: `${greeting('Beste')}

We hebben je bestelling {{ order.number }} ingepakt en aan {{ parcel.carrier }} meegegeven.{% if parcel.expectedOn %} Je kunt het pakket {{ parcel.expectedOn | day }} verwachten{% if pickupPoint %} bij je afhaalpunt{% endif %}.{% endif %}

Volg je pakket: {{ parcel.trackingUrl }}
Track & trace: {{ parcel.trackingNumber }}
{% if pickupPoint %}Afhaalpunt{% else %}Bezorgadres{% endif %}: {{ place }}

In dit pakket
${linesText}
${remainingText('Komt nog in een ander pakket')}
${orderLink('Volg je bestelling')}

${signature('Met vriendelijke groet,')}`,
  },
  en: {
    subject: 'Your order {{ order.number }} is packed and on its way',
    preheader: '{% if parcel.expectedOn %}{{ parcel.carrier }} expects to deliver on {{ parcel.expectedOn | day }}.{% else %}Follow your parcel with {{ parcel.carrier }}.{% endif %}',
    body: `<h1>Your parcel is on its way</h1>
<p>${greeting('Dear')}</p>
<p>We packed your order <strong>{{ order.number }}</strong> and handed it to {{ parcel.carrier }}.{% if parcel.expectedOn %} You can expect the parcel on <strong>{{ parcel.expectedOn | day }}</strong>{% if pickupPoint %} at your pickup point{% endif %}.{% endif %}</p>
<p><a class="button" href="{{ parcel.trackingUrl }}">Follow your parcel</a></p>
<div class="box">
<p><strong>{% if pickupPoint %}Pickup point{% else %}Delivery address{% endif %}</strong><br>{{ place }}</p>
<p><strong>Track &amp; trace</strong><br><a href="{{ parcel.trackingUrl }}">{{ parcel.trackingNumber }}</a></p>
</div>
{% if pickupPoint %}<p>{{ parcel.carrier }} will let you know when the parcel is at the pickup point.</p>{% endif %}
<h2>In this parcel</h2>
${linesTable('Product', 'Amount')}
${remainingList('Still to come in another parcel')}
${orderButton('Follow your order')}`,
    text: `${greeting('Dear')}

We packed your order {{ order.number }} and handed it to {{ parcel.carrier }}.{% if parcel.expectedOn %} You can expect the parcel on {{ parcel.expectedOn | day }}{% if pickupPoint %} at your pickup point{% endif %}.{% endif %}

Follow your parcel: {{ parcel.trackingUrl }}
Track & trace: {{ parcel.trackingNumber }}
{% if pickupPoint %}Pickup point{% else %}Delivery address{% endif %}: {{ place }}

In this parcel
${linesText}
${remainingText('Still to come in another parcel')}
${orderLink('Follow your order')}

${signature('Kind regards,')}`,
  },
};
