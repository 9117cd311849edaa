import { AppShell, Burger, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { AccountMenu } from '../session/account-menu.tsx'
import { SpaceSwitcher } from '../session/space-switcher.tsx'
import classes from './app-layout.module.css'
import { ColorSchemeMenu } from './color-scheme-menu.tsx'
import { Logo } from './logo.tsx'
import { MainNav } from './main-nav.tsx'
import { ArrivedByNavigation } from './navigation.ts'
import { ServerFacts } from './server-facts.tsx'

/** Header, navigation and the place for the page. */
export function AppLayout() {
  const [opened, menu] = useDisclosure(false)
  const path = useLocation({ select: ({ pathname }) => pathname })
  const navigated = useHasNavigated(path)
  const { close } = menu
  useEffect(close, [path, close])
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 228, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding={{ base: 'md', md: 'xl' }}
      classNames={{ header: classes.header, navbar: classes.navbar, main: classes.main }}
    >
      <a href="#content" className={classes.skip}>
        Skip to content
      </a>
      <AppShell.Header>
        <Group h="100%" px={{ base: 'md', sm: 'lg' }} justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={opened}
              onClick={menu.toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={opened ? 'Close menu' : 'Open menu'}
              aria-expanded={opened}
            />
            <Link to="/catalog" className={classes.brand} aria-label="Groundplan catalog">
              <Logo />
              Groundplan
            </Link>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <SpaceSwitcher />
            <AccountMenu />
            <ColorSchemeMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar data-opened={opened}>
        <MainNav onFollow={close} />
        <ServerFacts />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <ArrivedByNavigation value={navigated}>
          <Outlet />
        </ArrivedByNavigation>
      </AppShell.Main>
    </AppShell>
  )
}

function useHasNavigated(path: string): boolean {
  const [first] = useState(path)
  const [navigated, setNavigated] = useState(false)
  // The index only redirects; arriving through it is still arriving.
  if (!navigated && path !== first && first !== '/') setNavigated(true)
  return navigated
}
