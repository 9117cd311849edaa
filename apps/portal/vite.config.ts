import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  base: '/',
  plugins: [react()],
  server: { port: 4410, proxy: { '/trpc': 'http://localhost:4400' } },
  build: { outDir: 'dist', emptyOutDir: true, assetsInlineLimit: 0 },
})
