import type { Handler } from "hono";
import { parseVendorId } from "../../domain/ids.ts";
import { brandSheet } from "../../views/brand-sheet.ts";
import { LIGHT } from "../../views/tokens.ts";
import { answerAsset } from "../asset.ts";
import type { PartnerSiteDeps } from "./partner-site-deps.ts";

/** `/assets/brand/<vendor id>.css` */
export const brandAsset =
  ({ vendors }: PartnerSiteDeps): Handler =>
  async (c) => {
    const id = parseVendorId((c.req.param("file") ?? "").replace(/\.css$/, ""));
    const vendor = id && (await vendors.get(id));
    // A vendor that is not has a sheet as well, like that of one who chose no color.
    const text = brandSheet(vendor?.brand.accent ?? LIGHT.accent);
    // Pages name it with its fingerprint.
    return answerAsset(c, { text, type: "text/css", maxAge: 86_400 });
  };
