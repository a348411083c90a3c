import { OpenHPP } from "./client.js";

/**
 * Tasks for `on("task", tasks())` in Cypress's configuration: the API of the playground that `openhpp run` started.
 *
 * @param {OpenHPP} [api]
 */
export function tasks(api = OpenHPP.fromEnvironment()) {
  return {
    /** @param {{operation: string, args: unknown[]}} call such as {operation: "sandbox.act", args: [id, {outcome: "approve"}]} */
    async openhpp({ operation, args }) {
      const [name, room] = operation.split(".").reverse();
      const owner = room === "sandbox" ? api.sandbox : api;
      if (typeof owner[name] !== "function" || (room !== undefined && room !== "sandbox")) {
        throw new TypeError(`OpenHPP: there is no operation ${operation}`);
      }
      return (await owner[name](...args)) ?? null; // Cypress takes undefined for a task that is missing
    },
  };
}
