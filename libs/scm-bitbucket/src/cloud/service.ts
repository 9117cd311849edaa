/** Display name of the host. */
export const service = 'Bitbucket Cloud'
