import { Button, Menu, Text } from '@mantine/core'
import { signOut, useSession } from './session.ts'

/** Who has signed in, and the way out. Nothing where nobody signs in. */
export function AccountMenu() {
  const { signIn, user, displayName = user } = useSession()
  if (signIn === 'none' || user === undefined) return null
  return (
    <Menu position="bottom-end" withArrow={false} transitionProps={{ duration: 80 }}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-md"
          maw={220}
          aria-label={`Account of ${displayName}`}
        >
          <Text component="span" size="sm" truncate>
            {displayName}
          </Text>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Signed in as {user}</Menu.Label>
        <Menu.Item onClick={() => void signOut()}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
