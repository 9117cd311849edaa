import {
  createTheme,
  defaultVariantColorsResolver,
  localStorageColorSchemeManager,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core'
import alertClasses from './alert.module.css'

/** The one accent: the blue of a cyanotype print. */
const ink: MantineColorsTuple = [
  '#eff4fb',
  '#dbe6f5',
  '#b9cfec',
  '#93b4e2',
  '#6f9ad7',
  '#4f82cb',
  '#3268b5',
  '#1f4788',
  '#193a70',
  '#132d57',
]

const gray: MantineColorsTuple = [
  '#f7f8fa',
  '#eef0f4',
  '#e1e5eb',
  '#d0d6df',
  '#b2bac7',
  '#8993a3',
  '#5f6a7b',
  '#475161',
  '#303948',
  '#1b2430',
]

const dark: MantineColorsTuple = [
  '#d6dce5',
  '#b5becb',
  '#929dad',
  '#6b7788',
  '#3b4655',
  '#2b3542',
  '#1a212b',
  '#12171f',
  '#0d1117',
  '#080b0f',
]

const red: MantineColorsTuple = [
  '#fef2f1',
  '#fde3e0',
  '#fbc9c4',
  '#f6a39b',
  '#ee7568',
  '#e04e3f',
  '#c8372b',
  '#b42318',
  '#93200f',
  '#7a1d10',
]

// Mantine's own tints do not reach AA contrast in every colour; mixed with the text's colour they do in both schemes.
const variantColorResolver: VariantColorsResolver = (input) => {
  if (input.variant !== 'light') return defaultVariantColorsResolver(input)
  const color = `var(--mantine-color-${input.color ?? 'ink'}-filled)`
  const tint = (percent: number) => `color-mix(in srgb, ${color} ${percent}%, var(--gp-surface))`
  return {
    background: tint(13),
    hover: tint(20),
    color: `color-mix(in srgb, ${color} 45%, var(--mantine-color-text))`,
    border: '1px solid transparent',
  }
}

export const theme = createTheme({
  primaryColor: 'ink',
  primaryShade: { light: 7, dark: 6 },
  colors: { ink, gray, dark, red },
  variantColorResolver,
  black: '#18202b',
  defaultRadius: 'sm',
  radius: { xs: '3px', sm: '5px', md: '8px', lg: '12px', xl: '20px' },
  fontFamily:
    "'Inter', ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
  fontFamilyMonospace:
    "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
  fontSizes: { xs: '0.78rem', sm: '0.875rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  headings: {
    fontWeight: '620',
    sizes: {
      h1: { fontSize: '1.625rem', lineHeight: '1.25' },
      h2: { fontSize: '1.125rem', lineHeight: '1.35' },
      h3: { fontSize: '0.975rem', lineHeight: '1.4' },
    },
  },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Badge: {
      defaultProps: { radius: 'xs', variant: 'light', tt: 'none', fw: 550 },
      styles: { root: { flexShrink: 0, width: 'max-content' }, label: { overflow: 'visible' } },
    },
    Alert: { defaultProps: { radius: 'md' }, classNames: alertClasses },
    Modal: {
      defaultProps: {
        centered: true,
        radius: 'md',
        transitionProps: { duration: 120 },
        // Its header lies outside of the page, where it would be a second banner.
        attributes: { header: { role: 'none' } },
      },
      styles: { title: { fontWeight: 620 } },
    },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Dismiss' } } },
    // On narrow screens the tabs scroll sideways instead of standing in two rows.
    Tabs: {
      styles: {
        list: { flexWrap: 'nowrap', overflowX: 'auto', overflowY: 'hidden' },
        tab: { flexShrink: 0 },
      },
    },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300 } },
  },
})

/** Surfaces and lines by what they are for; AA contrast for text on each of them. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-dimmed': '#566172',
    '--mantine-color-placeholder': '#6a7586',
    '--mantine-color-error': '#b42318',
    '--mantine-color-anchor': '#1f4788',
    '--gp-canvas': '#f6f7f9',
    '--gp-surface': '#ffffff',
    '--gp-sunken': '#f3f5f8',
    '--gp-line': '#dfe4ea',
    '--gp-line-strong': '#c4ccd7',
    '--gp-accent': '#1f4788',
    '--gp-accent-soft': '#e9f0fa',
    '--gp-grid': 'rgb(31 71 136 / 6%)',
    '--gp-add': '#e6f4ea',
    '--gp-add-strong': '#14532d',
    '--gp-remove': '#fdecea',
    '--gp-remove-strong': '#8c1d13',
  },
  dark: {
    '--mantine-color-body': '#12171f',
    '--mantine-color-dimmed': '#9aa6b6',
    '--mantine-color-placeholder': '#8490a1',
    '--mantine-color-error': '#ff9b91',
    '--mantine-color-anchor': '#93b4e2',
    '--gp-canvas': '#0d1117',
    '--gp-surface': '#141a23',
    '--gp-sunken': '#10151c',
    '--gp-line': '#27303c',
    '--gp-line-strong': '#3b4655',
    '--gp-accent': '#93b4e2',
    '--gp-accent-soft': '#182538',
    '--gp-grid': 'rgb(147 180 226 / 6%)',
    '--gp-add': '#10281a',
    '--gp-add-strong': '#8fdba9',
    '--gp-remove': '#331715',
    '--gp-remove-strong': '#ffb0a8',
  },
})

export const colorSchemeManager = localStorageColorSchemeManager({ key: 'groundplan-color-scheme' })
