/** The starting template that says that a parcel did not simply arrive: with a neighbour, on its way back, lost, found, sent again or paid back. */
import { greeting, linesTable, linesText, orderButton, orderLink, signature } from './parts.ts';

interface News { title: string; sentence: string }
const KINDS = ['neighbour', 'refused', 'unclaimed', 'not_home', 'wrong_address', 'damaged', 'returning', 'lost', 'found', 'sent_again', 'refunded'] as const;
type Kind = (typeof KINDS)[number];

const nl: Record<Kind, News> = {
  neighbour: { title: 'Je pakket ligt bij de buren', sentence: '{{ parcel.carrier }} heeft het pakket van je bestelling {{ order.number }} bij een buur bezorgd. Op de pagina van {{ parcel.carrier }} zie je bij wie.' },
  refused: { title: 'Je pakket komt naar ons terug', sentence: 'Het pakket van je bestelling {{ order.number }} is aan de deur geweigerd en komt naar ons terug.' },
  unclaimed: { title: 'Je pakket is niet opgehaald', sentence: 'Het pakket van je bestelling {{ order.number }} is niet opgehaald bij het afhaalpunt en komt naar ons terug.' },
  not_home: { title: 'Je pakket kon niet worden bezorgd', sentence: '{{ parcel.carrier }} kon het pakket van je bestelling {{ order.number }} niet afgeven. Het komt naar ons terug.' },
  wrong_address: { title: 'Het adres van je pakket klopt niet', sentence: '{{ parcel.carrier }} kon het adres van je bestelling {{ order.number }} niet vinden. Het pakket komt naar ons terug. Mail of bel ons met het juiste adres, dan sturen we het opnieuw.' },
  damaged: { title: 'Je pakket is onderweg beschadigd', sentence: 'Het pakket van je bestelling {{ order.number }} is bij {{ parcel.carrier }} beschadigd. We zoeken uit hoe we het goedmaken.' },
  returning: { title: 'Je pakket komt naar ons terug', sentence: '{{ parcel.carrier }} brengt het pakket van je bestelling {{ order.number }} naar ons terug.' },
  lost: { title: 'Je pakket is zoek', sentence: '{{ parcel.carrier }} kan het pakket van je bestelling {{ order.number }} niet vinden. We zoeken uit wat er is gebeurd en laten je weten hoe we het oplossen.' },
  found: { title: 'Je pakket is terecht', sentence: 'Het pakket van je bestelling {{ order.number }} is gevonden en weer onderweg.' },
  sent_again: { title: 'We sturen je bestelling opnieuw', sentence: 'We sturen opnieuw wat in het pakket van je bestelling {{ order.number }} zat. Je hoeft niets te betalen en krijgt bericht zodra het onderweg is.{% if again.expectedOn %} We verwachten dat het er uiterlijk {{ again.expectedOn | day }} is ({{ again.place }}).{% elsif again %} Het gaat naar {{ again.place }}.{% endif %}' },
  refunded: { title: 'Je krijgt je geld terug', sentence: 'Je krijgt {% if refund %}{{ refund | money }}{% else %}je geld{% endif %} terug voor het pakket van je bestelling {{ order.number }} dat niet bij je is aangekomen.' },
};
const en: Record<Kind, News> = {
  neighbour: { title: 'Your parcel is with a neighbour', sentence: '{{ parcel.carrier }} handed the parcel of your order {{ order.number }} to a neighbour. The page of {{ parcel.carrier }} says to whom.' },
  refused: { title: 'Your parcel is coming back to us', sentence: 'The parcel of your order {{ order.number }} was refused at the door and is coming back to us.' },
  unclaimed: { title: 'Your parcel was not collected', sentence: 'The parcel of your order {{ order.number }} was not collected at the pickup point and is coming back to us.' },
  not_home: { title: 'Your parcel could not be delivered', sentence: '{{ parcel.carrier }} could not hand over the parcel of your order {{ order.number }}. It is coming back to us.' },
  wrong_address: { title: 'The address of your parcel is not right', sentence: '{{ parcel.carrier }} could not find the address of your order {{ order.number }}. The parcel is coming back to us. Write or call us with the right address, and we send it again.' },
  damaged: { title: 'Your parcel was damaged on its way', sentence: 'The parcel of your order {{ order.number }} was damaged at {{ parcel.carrier }}. We are finding out how to make up for it.' },
  returning: { title: 'Your parcel is coming back to us', sentence: '{{ parcel.carrier }} is bringing the parcel of your order {{ order.number }} back to us.' },
  lost: { title: 'Your parcel is missing', sentence: '{{ parcel.carrier }} cannot find the parcel of your order {{ order.number }}. We are finding out what happened, and will tell you how we solve it.' },
  found: { title: 'Your parcel was found', sentence: 'The parcel of your order {{ order.number }} was found and is on its way again.' },
  sent_again: { title: 'We are sending your order again', sentence: 'We are sending again what was in the parcel of your order {{ order.number }}. You pay nothing, and hear from us once it is on its way.{% if again.expectedOn %} We expect it to be there by {{ again.expectedOn | day }} ({{ again.place }}).{% elsif again %} It goes to {{ again.place }}.{% endif %}' },
  refunded: { title: 'You get your money back', sentence: 'You get {% if refund %}{{ refund | money }}{% else %}your money{% endif %} back for the parcel of your order {{ order.number }} that did not reach you.' },
};

const choose = (of: Record<Kind, News>, part: keyof News): string => `{% case news %}${KINDS.map((kind) => `{% when '${kind}' %}${of[kind][part]}`).join('')}{% endcase %}`;

export const parcelNews = {
  nl: {
    subject: 'Nieuws over je pakket van bestelling {{ order.number }}', preheader: '{% if moneyWhenBack %}Zodra het hier is, krijg je je geld terug.{% endif %}',
    body: `<h1>${choose(nl, 'title')}</h1>
<p>${greeting('Beste')}</p>
<p>${choose(nl, 'sentence')}{% if moneyWhenBack %} Zodra het hier is, krijg je je geld terug; je hoeft niets te doen.{% endif %}</p>
<p><a class="button" href="{{ parcel.trackingUrl }}">Volg je pakket</a><br>{{ parcel.carrier }} {{ parcel.trackingNumber }}</p>
${orderButton('Volg je bestelling')}
<h2>Waar het om gaat</h2>
${linesTable('Product', 'Bedrag')}`,
    text: `${choose(nl, 'title')}

${greeting('Beste')}

${choose(nl, 'sentence')}{% if moneyWhenBack %} Zodra het hier is, krijg je je geld terug; je hoeft niets te doen.{% endif %}

Track & trace {{ parcel.carrier }} {{ parcel.trackingNumber }}: {{ parcel.trackingUrl }}

Waar het om gaat
${linesText}
${orderLink('Volg je bestelling')}

${signature('Met vriendelijke groet,')}`,
  },
  en: {
    subject: 'News of your parcel of order {{ order.number }}', preheader: '{% if moneyWhenBack %}Once it is here you get your money back.{% endif %}',
    body: `<h1>${choose(en, 'title')}</h1>
<p>${greeting('Dear')}</p>
<p>${choose(en, 'sentence')}{% if moneyWhenBack %} Once it is here you get your money back; you need not do anything.{% endif %}</p>
<p><a class="button" href="{{ parcel.trackingUrl }}">Follow your parcel</a><br>{{ parcel.carrier }} {{ parcel.trackingNumber }}</p>
${orderButton('Follow your order')}
<h2>What it is about</h2>
${linesTable('Product', 'Amount')}`,
    text: `${choose(en, 'title')}

${greeting('Dear')}

${choose(en, 'sentence')}{% if moneyWhenBack %} Once it is here you get your money back; you need not do anything.{% endif %}

Track & trace {{ parcel.carrier }} {{ parcel.trackingNumber }}: {{ parcel.trackingUrl }}

What it is about
${linesText}
${orderLink('Follow your order')}

${signature('Kind regards,')}`,
  },
};
