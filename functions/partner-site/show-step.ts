import type { Visit } from "../../views/partner/visit.ts";
import type { Scene } from "./scene.ts";

const isBrokenOff = ({ onboarding: { progress } }: Visit): boolean =>
  progress.state === "declined" || progress.state === "withdrawn" || progress.state === "expired";

/** What draws a stage is loaded with the first visit of it. */
async function pageOf(scene: Scene): Promise<string> {
  const { visit } = scene;
  if (isBrokenOff(visit)) return (await import("./seldom.ts")).endedPage(visit);
  switch (visit.stage) {
    case "contract":
      return (await import("./contract-verbs.ts")).showContract(scene);
    case "training":
      return (await import("./training-verbs.ts")).showTraining(visit);
    case "certification":
      return (await import("./certification-verbs.ts")).showCertification(visit);
    case "first_deal":
      return (await import("./deal-verbs.ts")).showFirstDeal(scene);
  }
}

/** The page of the link's stage as it stands now. Changes nothing. */
export const showStep = async (scene: Scene): Promise<Response> => scene.c.html(await pageOf(scene));
