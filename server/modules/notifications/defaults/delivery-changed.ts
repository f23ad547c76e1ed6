/** The starting template for a delivery that goes elsewhere: another store, or home in place of a store, or a store in place of home. */
import { greeting, linesTable, linesText, orderButton, orderLink, signature } from './parts.ts';
import { storeBox, storeText } from './pickup.ts';

export const deliveryChanged = {
  nl: {
    subject: '{% if method == "home" %}Je bestelling {{ order.number }} komt naar je toe{% else %}Je haalt bestelling {{ order.number }} af bij {{ store.name }}{% endif %}',
    preheader: '{% if method == "home" %}We sturen hem naar {{ place }}.{% else %}Je krijgt bericht zodra alles daar klaarligt.{% endif %}',
    body: `<h1>{% if method == "home" %}We sturen het naar je toe{% else %}Je haalt het ergens anders af{% endif %}</h1>
<p>${greeting('Beste')}</p>
{% if part %}<p>Dit gaat over wat hieronder staat. De rest van je bestelling blijft zoals het was.</p>{% endif %}
{% if unpaid %}<p>{% if method == "home" %}De wijziging van je bezorging is niet op tijd betaald en gaat niet door; je hoeft niets bij te betalen.{% else %}Het thuisbezorgen van je bestelling is niet op tijd betaald. Je haalt hem daarom weer in de winkel af; je hoeft niets bij te betalen.{% endif %}</p>{% endif %}
{% if toPay %}<div class="box"><p>Betaal eerst <strong>{{ toPay.amount | money }}</strong> op de pagina van je bestelling, uiterlijk {{ toPay.until | day }} {{ toPay.until | time }}. Daarna gaan we verder; zonder betaling blijft alles zoals het was.</p></div>{% endif %}
{% if method == "home" %}<p>Je bestelling <strong>{{ order.number }}</strong> wordt bezorgd op {{ place }}.{% if expectedOn %} We verwachten hem daar <strong>{{ expectedOn | day }}</strong>.{% endif %}{% if was == "store" %} Je hoeft niet meer naar de winkel te komen.{% endif %}</p>
{% else %}<p>Je bestelling <strong>{{ order.number }}</strong> haal je af bij <strong>{{ place }}</strong>.{% if expectedOn %} We verwachten dat alles daar <strong>{{ expectedOn | day }}</strong> klaarligt.{% endif %} Je krijgt één bericht zodra alles er is. Kom daarvoor nog niet langs.</p>
${storeBox('Openingstijden')}{% endif %}
${orderButton('Volg je bestelling')}
${linesTable('Product', 'Bedrag')}`,
    text: `${greeting('Beste')}

{% if part %}Dit gaat over wat hieronder staat. De rest van je bestelling blijft zoals het was.

{% endif %}{% if unpaid %}{% if method == "home" %}De wijziging van je bezorging is niet op tijd betaald en gaat niet door; je hoeft niets bij te betalen.{% else %}Het thuisbezorgen van je bestelling is niet op tijd betaald. Je haalt hem daarom weer in de winkel af; je hoeft niets bij te betalen.{% endif %}

{% endif %}{% if toPay %}Betaal eerst {{ toPay.amount | money }} op de pagina van je bestelling, uiterlijk {{ toPay.until | day }} {{ toPay.until | time }}. Daarna gaan we verder; zonder betaling blijft alles zoals het was.

{% endif %}{% if method == "home" %}Je bestelling {{ order.number }} wordt bezorgd op {{ place }}.{% if expectedOn %} We verwachten hem daar {{ expectedOn | day }}.{% endif %}{% if was == "store" %} Je hoeft niet meer naar de winkel te komen.{% endif %}
{% else %}Je bestelling {{ order.number }} haal je af bij {{ place }}.{% if expectedOn %} We verwachten dat alles daar {{ expectedOn | day }} klaarligt.{% endif %}
Je krijgt één bericht zodra alles er is. Kom daarvoor nog niet langs.

${storeText('Openingstijden')}{% endif %}
${linesText}
${orderLink('Volg je bestelling')}

${signature('Met vriendelijke groet,')}`,
  },
  en: {
    subject: '{% if method == "home" %}Your order {{ order.number }} comes to your door{% else %}You collect order {{ order.number }} at {{ store.name }}{% endif %}',
    preheader: '{% if method == "home" %}We send it to {{ place }}.{% else %}You will hear from us once everything is ready there.{% endif %}',
    body: `<h1>{% if method == "home" %}We send it to you{% else %}You collect it elsewhere{% endif %}</h1>
<p>${greeting('Dear')}</p>
{% if part %}<p>This is about what is named below. The rest of your order stays as it was.</p>{% endif %}
{% if unpaid %}<p>{% if method == "home" %}The change of your delivery was not paid for in time and is undone; there is nothing more to pay.{% else %}The home delivery of your order was not paid for in time. You collect it in the store again; there is nothing more to pay.{% endif %}</p>{% endif %}
{% if toPay %}<div class="box"><p>Please pay <strong>{{ toPay.amount | money }}</strong> first, on the page of your order, by {{ toPay.until | day }} {{ toPay.until | time }}. We go on after that; without it everything stays as it was.</p></div>{% endif %}
{% if method == "home" %}<p>Your order <strong>{{ order.number }}</strong> will be delivered to {{ place }}.{% if expectedOn %} We expect it there on <strong>{{ expectedOn | day }}</strong>.{% endif %}{% if was == "store" %} You need not come to the store any more.{% endif %}</p>
{% else %}<p>You collect your order <strong>{{ order.number }}</strong> at <strong>{{ place }}</strong>.{% if expectedOn %} We expect everything to be ready there on <strong>{{ expectedOn | day }}</strong>.{% endif %} You will get one message once everything is there. Please do not come before that.</p>
${storeBox('Opening hours')}{% endif %}
${orderButton('Follow your order')}
${linesTable('Product', 'Amount')}`,
    text: `${greeting('Dear')}

{% if part %}This is about what is named below. The rest of your order stays as it was.

{% endif %}{% if unpaid %}{% if method == "home" %}The change of your delivery was not paid for in time and is undone; there is nothing more to pay.{% else %}The home delivery of your order was not paid for in time. You collect it in the store again; there is nothing more to pay.{% endif %}

{% endif %}{% if toPay %}Please pay {{ toPay.amount | money }} first, on the page of your order, by {{ toPay.until | day }} {{ toPay.until | time }}. We go on after that; without it everything stays as it was.

{% endif %}{% if method == "home" %}Your order {{ order.number }} will be delivered to {{ place }}.{% if expectedOn %} We expect it there on {{ expectedOn | day }}.{% endif %}{% if was == "store" %} You need not come to the store any more.{% endif %}
{% else %}You collect your order {{ order.number }} at {{ place }}.{% if expectedOn %} We expect everything to be ready there on {{ expectedOn | day }}.{% endif %}
You will get one message once everything is there. Please do not come before that.

${storeText('Opening hours')}{% endif %}
${linesText}
${orderLink('Follow your order')}

${signature('Kind regards,')}`,
  },
};
