/** A table of addresses as people and shops write them, with the parts a carrier wants. */
import { describe, expect, it } from 'vitest';
import { parseStreet } from './street.ts';

type Row = [country: string, lines: string[], street: string, number: string, addition?: string | null, line2?: string | null];

const READ: Row[] = [
  // The Netherlands, one line.
  ['NL', ['Stationsweg 12'], 'Stationsweg', '12'],
  ['NL', ['Stationsweg 12a'], 'Stationsweg', '12', 'a'],
  ['NL', ['Stationsweg 12 A'], 'Stationsweg', '12', 'A'],
  ['NL', ['Stationsweg 12-A'], 'Stationsweg', '12', 'A'],
  ['NL', ['Stationsweg, 12'], 'Stationsweg', '12'],
  ['NL', ['  Stationsweg   12  '], 'Stationsweg', '12'],
  ['NL', ['Stationsweg12'], 'Stationsweg', '12'],
  ['NL', ['Stationsweg nr. 12'], 'Stationsweg', '12'],
  ['NL', ['Van Woustraat 12-2 hoog'], 'Van Woustraat', '12', '2 hoog'],
  ['NL', ['Van Woustraat 12 2'], 'Van Woustraat', '12', '2'],
  ['NL', ['Van Woustraat 12 hs'], 'Van Woustraat', '12', 'hs'],
  ['NL', ['Van Woustraat 120 huis'], 'Van Woustraat', '120', 'huis'],
  ['NL', ['Van Woustraat 12-3e verdieping'], 'Van Woustraat', '12', '3e verdieping'],
  ['NL', ['Plein 1944 5'], 'Plein 1944', '5'],
  ['NL', ['Plein 1940-1945 7b'], 'Plein 1940-1945', '7', 'b'],
  ['NL', ["Plein '40-'45 3"], "Plein '40-'45", '3'],
  ['NL', ['1e Jacob van Campenstraat 59-III'], '1e Jacob van Campenstraat', '59', 'III'],
  ['NL', ['2e Kostverlorenkade 10 I'], '2e Kostverlorenkade', '10', 'I'],
  ['NL', ['18 Septemberplein 20'], '18 Septemberplein', '20'],
  ['NL', ['Laan van de 12 Apostelen 4'], 'Laan van de 12 Apostelen', '4'],
  ['NL', ["'s-Gravelandseweg 80"], "'s-Gravelandseweg", '80'],
  ['NL', ["Van 't Hoffstraat 3 bis"], "Van 't Hoffstraat", '3', 'bis'],
  ['NL', ['Biltstraat 12bis A'], 'Biltstraat', '12', 'bis A'],
  ['NL', ['Spaarne 14 rood'], 'Spaarne', '14', 'rood'],
  ['NL', ['Kerkstraat 12-14'], 'Kerkstraat', '12', '14'],
  ['NL', ['Kerkstraat 12/2'], 'Kerkstraat', '12', '2'],
  ['NL', ['Kerkstraat 12 B 3'], 'Kerkstraat', '12', 'B 3'],
  ['NL', ['Kerkstraat 12 A3'], 'Kerkstraat', '12', 'A3'],
  ['NL', ['Kerkstraat 12, unit 3'], 'Kerkstraat', '12', 'unit 3'],
  ['NL', ['Kerkstraat 12 (bij de achterdeur)'], 'Kerkstraat', '12', null, 'bij de achterdeur'],
  ['NL', ['Kerkstraat 12, bel bij de bakker'], 'Kerkstraat', '12', null, 'bel bij de bakker'],
  ['NL', ['Gebouw 3, Kerkstraat 12'], 'Kerkstraat', '12', null, 'Gebouw 3'],
  ['NL', ['Kerkstraat 12, Gebouw 4'], 'Kerkstraat', '12', null, 'Gebouw 4'],
  ['NL', ['Postbus 1234'], 'Postbus', '1234'],
  ['NL', ['12, Kerkstraat'], 'Kerkstraat', '12'],
  // The Netherlands, several lines (a shop's own division).
  ['NL', ['Kerkstraat', '12'], 'Kerkstraat', '12'],
  ['NL', ['Kerkstraat', '12', 'A'], 'Kerkstraat', '12', 'A'],
  ['NL', ['Kerkstraat', '12a', ''], 'Kerkstraat', '12', 'a'],
  ['NL', ['Kerkstraat', '12', '2 hoog'], 'Kerkstraat', '12', '2 hoog'],
  ['NL', ['Kerkstraat', 'nr 12'], 'Kerkstraat', '12'],
  ['NL', ['Kerkstraat 12', 'A'], 'Kerkstraat', '12', 'A'],
  ['NL', ['Kerkstraat 12', '-3'], 'Kerkstraat', '12', '3'],
  ['NL', ['Kerkstraat 12', '12'], 'Kerkstraat', '12'],
  ['NL', ['Kerkstraat 12', '12B'], 'Kerkstraat', '12', 'B'],
  ['NL', ['Kerkstraat 12', 'Kerkstraat 12'], 'Kerkstraat', '12'],
  ['NL', ['Kerkstraat 12A', 'a'], 'Kerkstraat', '12', 'A'],
  ['NL', ['Plein 1944', '5'], 'Plein 1944', '5'],
  ['NL', ['Kerkstraat 12', 'Gebouw Noord'], 'Kerkstraat', '12', null, 'Gebouw Noord'],
  ['NL', ['Bakkerij De Ster', 'Kerkstraat 12'], 'Kerkstraat', '12', null, 'Bakkerij De Ster'],
  ['NL', ['Gebouw 3', 'Kerkstraat 12'], 'Kerkstraat', '12', null, 'Gebouw 3'],
  ['NL', ['12', 'Kerkstraat'], 'Kerkstraat', '12'],
  ['NL', ['Kerkstraat\n12\nB'], 'Kerkstraat', '12', 'B'],
  // Belgium.
  ['BE', ["Boulevard de l'Empereur 4 bus 12"], "Boulevard de l'Empereur", '4', 'bus 12'],
  ['BE', ['Rue de la Paille, 16 boîte 3'], 'Rue de la Paille', '16', 'boîte 3'],
  ['BE', ['Rue de la Paille 16 bte 3'], 'Rue de la Paille', '16', 'bte 3'],
  ['BE', ['16, Rue de la Paille'], 'Rue de la Paille', '16'],
  ['BE', ['16 Rue de la Paille'], 'Rue de la Paille', '16'],
  ['BE', ['Meir 16A bus 3'], 'Meir', '16', 'A bus 3'],
  ['BE', ['Meir 16/3'], 'Meir', '16', '3'],
  ['BE', ['Meir 16', 'bus 3'], 'Meir', '16', 'bus 3'],
  ['BE', ['Meir', '16', 'bus 3'], 'Meir', '16', 'bus 3'],
  // Germany and its neighbours.
  ['DE', ['Hauptstraße 12'], 'Hauptstraße', '12'],
  ['DE', ['Hauptstr. 12 a'], 'Hauptstr.', '12', 'a'],
  ['DE', ['Hauptstr.12'], 'Hauptstr.', '12'],
  ['DE', ['Hauptstraße 12-14'], 'Hauptstraße', '12-14'],
  ['DE', ['Straße des 17. Juni 135'], 'Straße des 17. Juni', '135'],
  ['DE', ['Q 7, 24'], 'Q7', '24'],
  ['DE', ['Hauptstraße 12', 'Hinterhaus'], 'Hauptstraße', '12', 'Hinterhaus'],
  ['DE', ['Hauptstraße 12, 2. OG'], 'Hauptstraße', '12', '2. OG'],
  ['AT', ['Mariahilfer Straße 12/3/4'], 'Mariahilfer Straße', '12', '3/4'],
  ['DK', ['Vestergade 12, 2. tv'], 'Vestergade', '12', '2. tv'],
  ['PL', ['ul. 3 Maja 12/5'], 'ul. 3 Maja', '12', '5'],
  ['ES', ['Calle Mayor, 12, 3º B'], 'Calle Mayor', '12', '3º B'],
  ['IT', ['Via Roma 12/B'], 'Via Roma', '12', 'B'],
  // Number first.
  ['FR', ['12 Rue de Rivoli'], 'Rue de Rivoli', '12'],
  ['FR', ['12, Rue de Rivoli'], 'Rue de Rivoli', '12'],
  ['FR', ['12 bis Rue de Rivoli'], 'Rue de Rivoli', '12', 'bis'],
  ['FR', ['12 B Rue de Rivoli'], 'Rue de Rivoli', '12', 'B'],
  ['FR', ['5 Rue du 8 Mai 1945'], 'Rue du 8 Mai 1945', '5'],
  ['FR', ['12 Rue de Rivoli', 'Bâtiment B'], 'Rue de Rivoli', '12', null, 'Bâtiment B'],
  ['FR', ['Rue de Rivoli', '12'], 'Rue de Rivoli', '12'],
  ['GB', ['12 High Street'], 'High Street', '12'],
  ['GB', ['221B Baker Street'], 'Baker Street', '221', 'B'],
  ['GB', ['Flat 3, 12 High Street'], 'High Street', '12', null, 'Flat 3'],
  ['GB', ['Flat 3', '12 High Street'], 'High Street', '12', null, 'Flat 3'],
  ['US', ['350 5th Ave Apt 21'], '5th Ave', '350', null, 'Apt 21'],
  ['US', ['350 5th Ave', 'Apt 21'], '5th Ave', '350', null, 'Apt 21'],
  ['US', ['12 E 42nd St'], 'E 42nd St', '12'],
  ['US', ['12-34 150th Street'], '150th Street', '12-34'],
  ['US', ['12 1/2 Main St #4'], 'Main St', '12', '1/2', '#4'],
  ['AU', ['3/45 King Street'], 'King Street', '45', null, 'Unit 3'],
  ['CA', ['12-345 Main Street'], 'Main Street', '345', null, 'Unit 12'],
  // Elsewhere: one reading only.
  ['LU', ['12, rue du Fort'], 'rue du Fort', '12'],
  ['LU', ['Kirchgasse 12'], 'Kirchgasse', '12'],
];

const HELD: [country: string, lines: string[]][] = [
  ['NL', []],
  ['NL', ['', ' ']],
  ['NL', ['Kerkstraat']],
  ['NL', ['Plein 1944']],
  ['NL', ['Plein 1940-1945']],
  ['NL', ['18 Septemberplein']],
  ['NL', ['12 Kerkstraat']],
  ['NL', ['1e Kerkstraat']],
  ['NL', ['Kerkstraat 12 naast de bakker']],
  ['NL', ['Kerkstraat 12 1234 AB Amsterdam']],
  ['NL', ['Prinsengracht t/o 12']],
  ['NL', ['Kerkstraat', 'Gebouw 12']],
  ['NL', ['Kerkstraat', 'Hoofdweg 12']],
  ['NL', ['Kerkstraat 12', 'Hoofdweg 14']],
  ['NL', ['Kerkstraat 12, Hoofdweg 14']],
  ['NL', ['Kerkstraat 0']],
  ['NL', ['Gebouw 3']],
  ['NL', ['12']],
  ['DE', ['Straße des 17. Juni']],
  ['DE', ['Packstation 123']],
  ['ES', ['Calle Mayor s/n']],
  ['FR', ['Rue du 8 Mai 1945']],
  ['FR', ['BP 12']],
  ['GB', ['Rose Cottage, Mill Lane']],
  ['GB', ['PO Box 12']],
  ['US', ['Highway 66']],
  ['LU', ['12 Rue du Fort 3']],
];

describe('an address line is taken apart', () => {
  it.each(READ)('%s %j', (country, lines, street, houseNumber, addition = null, line2 = null) => {
    expect(parseStreet(lines, country)).toEqual({ street, houseNumber, addition, line2 });
  });
});

describe('an address line that could be read in two ways, or not at all, is held', () => {
  it.each(HELD)('%s %j', (country, lines) => {
    const result = parseStreet(lines, country);
    expect(result).toMatchObject({ unparsed: true });
    expect('reason' in result && result.reason).toMatch(/^["A-Z].*\.$/u);
  });
});
