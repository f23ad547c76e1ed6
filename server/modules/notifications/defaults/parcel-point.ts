/** The starting templates for a parcel at a carrier's pickup point: it lies there, and it will soon go back. */
import { greeting, linesTable, linesText, orderButton, orderLink, signature } from './parts.ts';

const pointBox = (hours: string): string => `<div class="box">
<p><strong>{{ point.name }}</strong>{% if point.address %}<br>{{ point.address }}{% endif %}</p>
{% if point.hours.size > 0 %}<p><strong>${hours}</strong>{% for entry in point.hours %}<br>{{ entry.day }}: {{ entry.hours }}{% endfor %}</p>{% endif %}
<p><strong>Track &amp; trace {{ parcel.carrier }}</strong><br><a href="{{ parcel.trackingUrl }}">{{ parcel.trackingNumber }}</a></p>
</div>`;

const pointText = (hours: string): string => `{{ point.name }}
{% if point.address %}{{ point.address }}
{% endif %}{% if point.hours.size > 0 %}
${hours}
{% for entry in point.hours %}{{ entry.day }}: {{ entry.hours }}
{% endfor %}{% endif %}
Track & trace {{ parcel.carrier }} {{ parcel.trackingNumber }}: {{ parcel.trackingUrl }}`;

interface Words { subject: string; preheader: string; title: string; sentence: string; bring: string }

const dutch = ({ subject, preheader, title, sentence, bring }: Words) => ({
  subject, preheader,
  body: `<h1>${title}</h1>
<p>${greeting('Beste')}</p>
<p>${sentence} ${bring}</p>
${pointBox('Openingstijden')}
${orderButton('Volg je bestelling')}
<h2>In dit pakket</h2>
${linesTable('Product', 'Bedrag')}`,
  text: `${greeting('Beste')}

${sentence} ${bring}

${pointText('Openingstijden')}

In dit pakket
${linesText}
${orderLink('Volg je bestelling')}

${signature('Met vriendelijke groet,')}`,
});

const english = ({ subject, preheader, title, sentence, bring }: Words) => ({
  subject, preheader,
  body: `<h1>${title}</h1>
<p>${greeting('Dear')}</p>
<p>${sentence} ${bring}</p>
${pointBox('Opening hours')}
${orderButton('Follow your order')}
<h2>In this parcel</h2>
${linesTable('Product', 'Amount')}`,
  text: `${greeting('Dear')}

${sentence} ${bring}

${pointText('Opening hours')}

In this parcel
${linesText}
${orderLink('Follow your order')}

${signature('Kind regards,')}`,
});

export const parcelPoint = {
  parcel_at_point: {
    nl: dutch({
      subject: 'Je pakket van bestelling {{ order.number }} ligt op het afhaalpunt', preheader: '{% if until %}Je kunt het ophalen tot en met {{ until | day }}.{% else %}Je kunt het nu ophalen.{% endif %}', title: 'Je pakket ligt op het afhaalpunt',
      sentence: 'Het pakket van je bestelling {{ order.number }} ligt voor je klaar bij {{ point.name }}{% if until %}, tot en met {{ until | day }}{% endif %}.', bring: 'Neem een geldig legitimatiebewijs mee.',
    }),
    en: english({
      subject: 'Your parcel of order {{ order.number }} is at the pickup point', preheader: '{% if until %}You can collect it up to and including {{ until | day }}.{% else %}You can collect it now.{% endif %}', title: 'Your parcel is at the pickup point',
      sentence: 'The parcel of your order {{ order.number }} is waiting for you at {{ point.name }}{% if until %}, up to and including {{ until | day }}{% endif %}.', bring: 'Please bring a valid proof of identity.',
    }),
  },
  parcel_waits: {
    nl: dutch({
      subject: 'Je pakket van bestelling {{ order.number }} wacht nog op je', preheader: '{% if until %}Na {{ until | day }} gaat het terug.{% else %}Haal het op voordat het teruggaat.{% endif %}', title: 'Je pakket wacht nog op je',
      sentence: 'Het pakket van je bestelling {{ order.number }} ligt nog bij {{ point.name }}.{% if until %} Je kunt het ophalen tot en met {{ until | day }}; daarna gaat het naar ons terug.{% endif %}', bring: 'Neem een geldig legitimatiebewijs mee.',
    }),
    en: english({
      subject: 'Your parcel of order {{ order.number }} is still waiting for you', preheader: '{% if until %}After {{ until | day }} it goes back.{% else %}Collect it before it goes back.{% endif %}', title: 'Your parcel is still waiting for you',
      sentence: 'The parcel of your order {{ order.number }} is still at {{ point.name }}.{% if until %} You can collect it up to and including {{ until | day }}; after that it comes back to us.{% endif %}', bring: 'Please bring a valid proof of identity.',
    }),
  },
};
