import { Anchor, Button, type AnchorProps, type ButtonProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { ComponentPropsWithRef } from 'react'

type LinkProps<Props> = Props & Omit<ComponentPropsWithRef<'a'>, keyof Props>

/** A text link to a page of the portal. */
export const RouterAnchor = createLink((props: LinkProps<AnchorProps>) => <Anchor inherit {...props} />)

/** A link to a page of the portal that looks like a button. */
export const RouterButton = createLink((props: LinkProps<ButtonProps>) => <Button component="a" {...props} />)
