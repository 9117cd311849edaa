import { startIdentityProvider } from './start-identity-provider.ts'

const port = 4420
const server = 'http://localhost:4400'

const people = [
  { login: 'ada', email: 'ada@example.com', name: 'Ada (platform team)', groups: ['platform-team'] },
  { login: 'bob', email: 'bob@example.com', name: 'Bob (payments team)', groups: ['payments-team'] },
  { login: 'cleo', email: 'cleo@example.com', name: 'Cleo (cards team)', groups: ['cards-team'] },
  { login: 'dan', email: 'dan@example.com', name: 'Dan (no team)', groups: [] },
]

const { issuer } = await startIdentityProvider({
  people,
  port,
  client: {
    ...{ id: 'groundplan', secret: 'only-for-trying-things-out', redirectUris: [`${server}/auth/callback`] },
    ...{ signedOutUris: [`${server}/`], backchannelLogoutUri: `${server}/auth/backchannel-logout` },
  },
})

console.log(`An identity provider for trying things out is running at ${issuer}. Any password is right.

${people.map(({ login, groups }) => `  ${login.padEnd(6)}${groups.join(', ') || 'no group'}`).join('\n')}

Start a server with it in another terminal:

  GROUNDPLAN_OIDC_ISSUER=${issuer} GROUNDPLAN_OIDC_CLIENT_ID=groundplan \\
  GROUNDPLAN_OIDC_CLIENT_SECRET=only-for-trying-things-out \\
  GROUNDPLAN_OIDC_SCOPES="openid profile email groups" GROUNDPLAN_ADMINS=group:platform-team \\
  npx groundplan serve

Stop with Ctrl-C.`)
