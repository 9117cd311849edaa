export { canBeHeldIn, isAllowed, requirePermission } from './caller.ts'
export type { Caller, Grant } from './caller.ts'
export { actorOf } from './members/identity.ts'
export type { Identity } from './members/identity.ts'
export { addMember, changeMemberRole, listMembers, removeMember } from './members/manage-members.ts'
export type { MemberDependencies } from './members/manage-members.ts'
export { memberKinds } from './members/member.ts'
export type { ListedMember, Member, MemberKind } from './members/member.ts'
export type { AccessChange } from './access-change.ts'
export type { MemberStore } from './members/member-store.ts'
export { permissionNames, permissions } from './permissions.ts'
export type { Permission, PermissionFacts } from './permissions.ts'
export { findRoles, putRole, removeRole } from './roles/manage-roles.ts'
export type { RoleStore } from './roles/role-store.ts'
export { builtInRoles } from './roles.ts'
export type { BuiltInRole, Role } from './roles.ts'
export { createRandomText, hashText } from './secret-text.ts'
export { findSession, findSignedIn, sessionPrefix, startSession } from './sessions/manage-sessions.ts'
export type { Admins, SessionDependencies, SignInDependencies } from './sessions/manage-sessions.ts'
export type { KnownSignIn, SignInDirectory } from './sessions/sign-in-directory.ts'
export { defaultSessionLimits } from './sessions/session.ts'
export type { Session, SessionClient, SessionLimits } from './sessions/session.ts'
export type {
  SessionEnd,
  SessionOwner,
  SessionRotation,
  SessionStore,
  StoredSession,
} from './sessions/session-store.ts'
export {
  archiveSpace,
  findOwnSpaces,
  isSpaceName,
  listSpaces,
  putSpace,
  requireByHand,
  requireSpace,
  spaceNotFound,
} from './spaces/manage-spaces.ts'
export { findWrongLimit, getSpaceLimits, setSpaceLimits } from './spaces/manage-limits.ts'
export { findWrongPool, getSpacePool, setSpacePool } from './spaces/manage-pool.ts'
export { printMinutes, spaceLimitNames } from './spaces/space-limits.ts'
export type { SpaceLimits } from './spaces/space-limits.ts'
export type { SpaceDependencies } from './spaces/manage-spaces.ts'
export { homeSpace, isMember } from './spaces/space.ts'
export type { OwnSpace, Space, SpaceDeclaration } from './spaces/space.ts'
export type { SpaceRequest, SpaceStore } from './spaces/space-store.ts'
export { isValid, tokenPrefix } from './tokens/api-token.ts'
export type { ApiToken } from './tokens/api-token.ts'
export type { ApiTokenStore, TokenRevocation } from './tokens/api-token-store.ts'
export type { ApiTokenDirectory, FoundToken } from './tokens/api-token-directory.ts'
export { findTokenCaller } from './tokens/find-token-caller.ts'
export { createApiToken, listApiTokens, revokeApiToken, rotateApiToken } from './tokens/manage-tokens.ts'
export type { TokenDependencies, TokenRequest } from './tokens/manage-tokens.ts'
export { findWorkloadCaller, isSignedToken } from './workloads/find-workload-caller.ts'
export type { WorkloadCallerDependencies } from './workloads/find-workload-caller.ts'
export { distrustWorkload, listWorkloads, trustWorkload } from './workloads/manage-workloads.ts'
export type { WorkloadDependencies, WorkloadRequest } from './workloads/manage-workloads.ts'
export type { Workload, WorkloadClaims } from './workloads/workload.ts'
export type { WorkloadDirectory, WorkloadStore } from './workloads/workload-store.ts'
