/** As people know the host. */
export const service = 'Bitbucket Cloud'
