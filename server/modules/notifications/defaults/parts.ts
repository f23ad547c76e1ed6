/** Pieces that the starting templates share, written out in full in each of them so that every template can be edited on its own. */

/** The lines of a message as a table with pictures and amounts. */
export const linesTable = (product: string, amount: string): string => `<table class="lines">
<thead><tr><th scope="col" colspan="2">${product}</th><th scope="col" class="amount">${amount}</th></tr></thead>
<tbody>
{% for line in lines %}<tr>
{% if line.imageUrl %}<td class="picture"><img src="{{ line.imageUrl }}" alt="" width="64"></td>{% endif %}
<td {% unless line.imageUrl %}colspan="2"{% endunless %}>{% if line.quantity > 1 %}{{ line.quantity }} × {% endif %}{{ line.name }}{% if line.variant %}<br><span class="soft">{{ line.variant }}</span>{% endif %}</td>
<td class="amount">{{ line.total | money }}</td>
</tr>{% endfor %}
</tbody>
</table>`;

/** The same lines in plain text. */
export const linesText = `{% for line in lines %}- {{ line.quantity }} × {{ line.name }}{% if line.variant %} ({{ line.variant }}){% endif %}, {{ line.total | money }}
{% endfor %}`;

export const remainingList = (heading: string): string => `{% if remaining.size > 0 %}<h2>${heading}</h2>
<ul>{% for line in remaining %}<li>{{ line.quantity }} × {{ line.name }}{% if line.variant %}, {{ line.variant }}{% endif %}</li>{% endfor %}</ul>{% endif %}`;

export const remainingText = (heading: string): string => `{% if remaining.size > 0 %}${heading}
{% for line in remaining %}- {{ line.quantity }} × {{ line.name }}{% if line.variant %} ({{ line.variant }}){% endif %}
{% endfor %}{% endif %}`;

export const greeting = (hello: string): string => `${hello}{% if customer.name %} {{ customer.name }}{% endif %},`;

export const orderButton = (label: string): string => `{% if order.url %}<p><a class="button" href="{{ order.url }}">${label}</a></p>{% endif %}`;

export const orderLink = (label: string): string => `{% if order.url %}${label}: {{ order.url }}{% endif %}`;

/** The last lines of the plain text: who writes, and how to reach them. */
export const signature = (words: string): string => `${words}
{{ brand.name }}
{{ brand.email }}{% if brand.phone %} · {{ brand.phone }}{% endif %}
`;
