/** The face of Van Dalen Schoenen in mails and on the customer's page: its colour, its drawn logo, and how it is reached. */
import type { Brand } from '../../server/modules/notifications/index.ts';

/** Cognac leather; white words on it have a contrast of 7.6 to 1. */
const COGNAC = '#87380f';

/** A last with the name beside it, white on the colour, so that it is seen on light and dark ground alike. */
const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" width="220" height="48" viewBox="0 0 220 48" role="img" aria-label="Van Dalen Schoenen"><rect width="220" height="48" rx="10" fill="${COGNAC}"/><path d="M13 33c-1-8 0-14 2-17 2-2 6-1 8 1 3 5 8 7 15 8 6 1 9 3 9 8z" fill="#fff"/><path d="M12 35h36c0 2-1 3-3 3H15c-2 0-3-1-3-3z" fill="#f1c9a5"/><text x="60" y="25" font-family="Georgia,'Times New Roman',serif" font-size="20" font-weight="700" fill="#fff">Van Dalen</text><text x="60" y="39" font-family="Helvetica,Arial,sans-serif" font-size="10" letter-spacing="4.2" fill="#f7e3d2">SCHOENEN</text></svg>`;

export const VAN_DALEN: Brand = {
  name: 'Van Dalen Schoenen', url: 'https://vandalen-schoenen.example', logoUrl: `data:image/svg+xml;base64,${Buffer.from(LOGO).toString('base64')}`, accent: COGNAC,
  email: 'klantenservice@vandalen.example', phone: '+31 30 800 12 34', address: 'Zanddonkweg 14, 5144 NX Waalwijk',
};
