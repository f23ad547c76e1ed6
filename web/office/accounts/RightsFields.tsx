/** Roles and locations of an account, to be filled in. */
import { Checkbox, MultiSelect, Stack } from '@mantine/core';
import { usePlaces } from '../../parts/usePlaces.ts';
import { useRole } from '../../parts/words.ts';
import type { Rights, RoleName } from './rights.ts';
import { useWords } from './words.ts';

interface RightsFieldsProps { roles: readonly RoleName[]; value: Rights; onChange: (value: Rights) => void; /** What is missing, once it was tried to save. */ missing: 'roles' | 'locations' | null }

export function RightsFields({ roles, value, onChange, missing }: RightsFieldsProps) {
  const words = useWords();
  const names = useRole();
  const places = usePlaces();
  return (
    <>
      <Checkbox.Group label={words.roles} description={words.rolesHelp} error={missing === 'roles' ? words.rolesNeeded : undefined} value={value.roles} onChange={(chosen) => onChange({ ...value, roles: roles.filter((role) => chosen.includes(role)) })}>
        <Stack gap="xs" mt="xs">{roles.map((role) => <Checkbox key={role} value={role} label={names[role]} description={words.roleFor[role]} />)}</Stack>
      </Checkbox.Group>
      <MultiSelect
        label={words.locations} description={words.locationsHelp} error={missing === 'locations' ? words.locationsNeeded : undefined} placeholder={value.locations.length === 0 ? words.everywhere : undefined} data={places.options} searchable clearable hidePickedOptions
        value={value.locations} onChange={(locations) => onChange({ ...value, locations })}
      />
    </>
  );
}

/** Where an account works, in a cell: the first few by name. */
export function PlacesText({ locations }: { locations: readonly string[] | null }) {
  const words = useWords();
  const places = usePlaces();
  if (locations === null) return <>{words.everywhere}</>;
  const shown = locations.slice(0, 2).map(places.name).join(', ');
  return <>{locations.length > 2 ? `${shown} ${words.moreOf(locations.length - 2)}` : shown}</>;
}
