import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  base: '/',
  // The server puts a nonce here, one for each answer; see apps/server/src/serve-portal.ts.
  html: { cspNonce: 'GROUNDPLAN_STYLE_NONCE' },
  plugins: [react()],
  server: { port: 4410, proxy: { '/trpc': 'http://localhost:4400', '/auth': 'http://localhost:4400' } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    // hcl2json asks for it where there is no clock. Composing reaches no parser of HCL, so none of it is in the build.
    rolldownOptions: { external: ['performance'] },
  },
})
