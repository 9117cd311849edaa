import { MantineProvider } from '@mantine/core'
import '@mantine/core/styles.css'
import { Notifications } from '@mantine/notifications'
import '@mantine/notifications/styles.css'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ApiProvider } from './api/api-provider.tsx'
import { ProposalSelectionProvider } from './proposals/selection/proposal-selection.tsx'
import { createPortalRouter } from './router.tsx'
import { SessionGate } from './sign-in/session-gate.tsx'
import './theme/global.css'
import { readStyleNonce } from './theme/style-nonce.ts'
import { colorSchemeManager, cssVariables, theme } from './theme/theme.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element #root.')

const nonce = readStyleNonce()

createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={colorSchemeManager}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <Notifications position="bottom-right" />
      <ApiProvider>
        <SessionGate>
          <ProposalSelectionProvider>
            <RouterProvider router={createPortalRouter()} />
          </ProposalSelectionProvider>
        </SessionGate>
      </ApiProvider>
    </MantineProvider>
  </StrictMode>,
)
