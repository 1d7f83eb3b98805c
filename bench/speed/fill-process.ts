import { z } from "zod";
import { fillFolder } from "../scale/fill-folder.ts";
import { answerQuestions } from "./answering.ts";

const orderSchema = z.object({ folder: z.string(), count: z.int() });

answerQuestions({
  async fill(order) {
    const { folder, count } = orderSchema.parse(order);
    await fillFolder(folder, count, () => {});
  },
});
