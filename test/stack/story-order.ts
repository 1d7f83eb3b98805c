import { BaseSequencer } from "vitest/node";
import type { TestSpecification } from "vitest/node";

const place = ({ moduleId }: TestSpecification): string =>
  (moduleId.endsWith("permissions.test.ts") ? "2" : "1") + moduleId;

/** Stories in the order of their names, then what all of them together have proved. */
export class StoryOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((one, other) => (place(one) < place(other) ? -1 : 1));
  }
}
