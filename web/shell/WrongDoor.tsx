/** Somebody came to a door that is not theirs: the way to their own. */
import { Anchor, Button, Center, Stack, Text, Title } from '@mantine/core';
import { doorsOf } from './doors.ts';
import { useMeWords } from './me/words.ts';
import { useSignOut } from './session.ts';
import type { Me } from './session.ts';

export default function WrongDoor({ me }: { me: Me }) {
  const words = useMeWords();
  const signOut = useSignOut();
  const [own] = doorsOf(me.roles);
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack maw={420} align="center" ta="center">
        <Title order={1}>{words.wrongDoor}</Title>
        <Text>{own === undefined ? words.noDoor : words.wrongDoorText(me.name)}</Text>
        {own !== undefined && <Button component="a" href={`/${own}/`} size="md">{own === 'store' ? words.store : words.office}</Button>}
        <Anchor component="button" type="button" mih={24} onClick={() => void signOut()}>{words.somebodyElse}</Anchor>
      </Stack>
    </Center>
  );
}
