export interface NamedEffect {
  readonly onboarding: string;
  readonly kind: string;
  readonly key: string;
}

/** By which whoever receives what an effect sends can tell a repeat. */
export const effectName = ({ onboarding, kind, key }: NamedEffect): string =>
  kind === "mail" ? `${onboarding}/${key}` : `${onboarding}_${key}`.replaceAll(".", "_");
