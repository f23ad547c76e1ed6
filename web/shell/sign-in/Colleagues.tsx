/** The people of the store on its own device: choose yourself, then give your PIN. */
import { Group, SimpleGrid, Text, UnstyledButton } from '@mantine/core';
import type { Answer } from '../../api/client.ts';
import { Initials } from '../../parts/Initials.tsx';
import classes from './sign-in.module.css';
import { useSignInWords } from './words.ts';

export type Colleague = Answer<'listColleagues'>['people'][number];

export function Colleagues({ people, onChoose }: { people: readonly Colleague[]; onChoose: (person: Colleague) => void }) {
  const words = useSignInWords();
  if (people.length === 0) return <><Text fw={600}>{words.nobody}</Text><Text c="dimmed">{words.nobodyText}</Text></>;
  return (
    <SimpleGrid cols={{ base: 1, xs: people.length > 1 ? 2 : 1 }} spacing="sm" role="list">
      {people.map((person) => (
        <div key={person.id} role="listitem">
          <UnstyledButton className={classes.tile} onClick={() => onChoose(person)}>
            <Group wrap="nowrap" gap="sm">
              <Initials name={person.name} size={48} />
              <div><Text fw={600}>{person.name}</Text>{!person.hasPin && <Text size="sm" c="dimmed">{words.noPin}</Text>}</div>
            </Group>
          </UnstyledButton>
        </div>
      ))}
    </SimpleGrid>
  );
}
