/// Given names and surnames in use in Mexico and in Spain.
struct SpanishNames: Sendable {
  let feminine: [String]
  let masculine: [String]
  let surnames: [String]

  static func names(of variety: CustomerProfile.Variety) -> SpanishNames {
    switch variety {
    case .mexican: mexican
    case .castilian: castilian
    }
  }

  private static let mexican = SpanishNames(
    feminine: [
      "Guadalupe", "María Fernanda", "Ximena", "Alejandra", "Citlali", "Verónica", "Itzel", "Ana Paula", "Leticia",
      "Rocío", "Mónica", "Gabriela", "Yolanda", "Araceli", "Ma. Elena", "Daniela", "Norma", "Renata", "Silvia",
      "Xóchitl", "Lupita", "Karla", "Perla", "Brenda",
    ],
    masculine: [
      "José Luis", "Juan Carlos", "Emiliano", "Santiago", "Luis Ángel", "Eduardo", "Héctor", "Cuauhtémoc", "Arturo",
      "Ricardo", "Gerardo", "Miguel Ángel", "Rodrigo", "Óscar", "Iván", "Ulises", "Francisco Javier", "Raúl",
      "Leonardo", "Saúl", "Martín", "Efraín", "J. Jesús", "Abelardo",
    ],
    surnames: [
      "Hernández", "García", "Martínez", "López", "González", "Rodríguez", "Pérez", "Sánchez", "Ramírez", "Cruz",
      "Flores", "Gómez", "Morales", "Vázquez", "Reyes", "Jiménez", "Torres", "Díaz", "Gutiérrez", "Ruiz", "Mendoza",
      "Aguilar", "Ortiz", "Castillo", "Chávez", "Rivera", "Juárez", "Ramos", "Domínguez", "Herrera", "Medina",
      "Castro", "Vargas", "Guzmán", "Velázquez", "Rojas", "Contreras", "Salazar", "Luna", "Ortega", "Zúñiga",
      "Guerrero", "Estrada", "Bautista", "Cortés", "Soto", "Alvarado", "Espinoza", "Lara", "Ávila", "Ríos", "Cervantes",
      "Silva", "Delgado", "Vega", "Sandoval", "Carrillo", "León", "Peña", "Solís", "Camacho", "Ibarra", "Ponce de León",
      "O'Farrill", "Güemes", "Tlatelpa",
    ])

  private static let castilian = SpanishNames(
    feminine: [
      "María del Carmen", "Lucía", "Paula", "Begoña", "Marta", "Inés", "Nuria", "Pilar", "Ainhoa", "Rosario", "Elena",
      "Cristina", "Montserrat", "Sofía", "Almudena", "Teresa", "Irene", "Macarena", "Amparo", "Raquel", "Itziar",
      "Concepción", "Ana Belén", "Laia",
    ],
    masculine: [
      "Javier", "Álvaro", "Pablo", "Íñigo", "Antonio", "Jaime", "Sergio", "Gonzalo", "Rubén", "Ignacio", "Jordi",
      "Andrés", "Fernando", "Víctor", "Joaquín", "Adrián", "Borja", "José Manuel", "Guillermo", "Enrique", "Xavier",
      "Tomás", "Julián", "Ángel",
    ],
    surnames: [
      "García", "Fernández", "González", "Rodríguez", "López", "Martínez", "Sánchez", "Pérez", "Martín", "Gómez",
      "Jiménez", "Hernández", "Ruiz", "Díaz", "Moreno", "Muñoz", "Álvarez", "Romero", "Gutiérrez", "Alonso", "Navarro",
      "Torres", "Domínguez", "Ramos", "Gil", "Ramírez", "Serrano", "Molina", "Blanco", "Morales", "Suárez", "Ortega",
      "Delgado", "Castro", "Ortiz", "Marín", "Rubio", "Núñez", "Sanz", "Iglesias", "Medina", "Garrido", "Cortés",
      "Castillo", "Santos", "Lozano", "Guerrero", "Cano", "Prieto", "Méndez", "Cruz", "Calvo", "Gallego", "Vidal",
      "León", "Márquez", "Herrera", "Peña", "Cabrera", "Ibáñez", "Etxeberria", "Argüelles", "De la Fuente",
      "Sáenz de Tejada", "García-Valdés", "D'Ocón",
    ])
}
