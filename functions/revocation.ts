import type { VendorId } from "../domain/ids.ts";

/** Where a vendor's revoked certificates are noted: one mark for each, its name ends with the certificate's id. */
export const revokedMarks = (vendor: VendorId): string => `revoked/${vendor}/`;
