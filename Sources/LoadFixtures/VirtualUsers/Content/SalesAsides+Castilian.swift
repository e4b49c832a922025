extension SalesAsides {
  /// As said in Spain.
  static let castilian = SalesAsides(
    openings: """
      Gracias por [la explicación|la información|contestar tan rápido|la respuesta|el esfuerzo|la claridad|los datos].
      [Muy bien|Perfecto|De acuerdo|Ya veo|Qué bien|Entendido], [gracias por la explicación|gracias por contestar|se
        agradece la claridad|gracias por la paciencia|os lo agradezco].
      [Ya he leído|Acabo de leer|He leído con calma|He estado leyendo] lo que me [has mandado|has escrito|has
        contado|pones][| arriba| hace un rato| antes].
      [Perdona|Disculpa] [el retraso|la tardanza|la espera], [estaba en una reunión|me ha entrado una llamada|iba
        conduciendo|me he quedado sin cobertura|me llamaban de casa|estaba con un cliente].
      [Ya estoy de vuelta|Aquí sigo|Sigo por aquí|Ya he vuelto], [perdona la pausa|ya con calma|ahora sí con tiempo|ya
        sin interrupciones|disculpa la espera].
      [Me queda claro|Te entiendo|Va quedando más claro|Ya os voy entendiendo][|, gracias|, y lo agradezco|, qué bien
        que lo expliques].
      """,
    closings: """
      [Gracias|Muchas gracias|Mil gracias] [por la paciencia|por vuestro tiempo|de antemano|por la ayuda].
      [Te lo agradezco|Os lo agradezco|Se agradece] [mucho|de antemano|de verdad|desde ya].
      Quedo a la espera[| de tu respuesta| de lo que me digas| por este medio| de tu mensaje].
      [Me avisas|Me dices|Me cuentas] [cuando puedas|con calma|sin prisa|en cuanto sepas algo|cuando tengas un momento].
      [Espero|Aguardo] vuestra respuesta[|, sin prisa|, cuando podáis|, no corre prisa].
      [Aquí sigo|Aquí estoy|Sigo en línea|Sigo por aquí] [por si hace falta algún dato|para lo que haga falta|unos
        minutos más|un rato más|hasta las nueve].
      [Saludos|Un saludo|Saludos cordiales][| desde aquí|, y buena tarde|, que vaya bien].
      """,
    thanks: """
      [Gracias|Muchas gracias|Mil gracias] [por la paciencia|por vuestro tiempo|por la ayuda|por el trato].
      [Te lo agradezco|Os lo agradezco|Se agradece] [mucho|de verdad|de corazón|un montón].
      [Saludos|Un saludo|Saludos cordiales][| desde aquí|, y buena tarde|, que vaya bien].
      """,
    arrival: """
      [Os escribo|Escribo|Os contacto] desde
        [Madrid|Valencia|Sevilla|Bilbao|Zaragoza|Málaga|Murcia|Valladolid|Vigo|Alicante|Pamplona|Gijón], [en la pausa de
        la comida|en un descanso del trabajo|antes de recoger a los niños|de camino a la oficina|mientras espero a un
        cliente|en lo que arranca una reunión].
      [Una prima|Un compañero|Una vecina|Mi hermana|Mi cuñado|Una amiga|Un cliente|Mi hermano] os
        [conoce|sigue|recomienda] desde hace [unos meses|un año|medio año|dos años|varias semanas] y [habla
        maravillas|no deja de mencionaros|me pasó el contacto|me insistió en que escribiera].
      [Hoy|Esta semana|Estos días|En estas fechas] tengo [más tiempo que de costumbre|un respiro en el trabajo|menos
        lío|algo más de calma|un hueco en la agenda|la casa tranquila], [así que aprovecho para escribir|por eso me
        animo a preguntar|y no he querido dejarlo para después|y me he dicho, de hoy no pasa].
      [Vivo|Trabajo|Me muevo] [por|cerca de] [Chamberí|Vallecas|Gràcia|Triana|Ruzafa|Deusto|Delicias|Nervión] y [me paso
        horas en el metro|camino muy poco|apenas salgo entre semana|todo me pilla lejos|voy siempre con el tiempo
        justo].
      [Es la primera vez que escribo|Nunca había escrito|Casi nunca escribo|Hasta hoy no había escrito] a [un servicio
        así|una página de este tipo|un sitio como este|una empresa como la vuestra], [así que tened paciencia|no sé bien
        qué se pregunta|espero no dar muchas vueltas|perdonad si me enrollo].
      Os [encontré|vi|descubrí] [ayer|anoche|el domingo|el sábado|la semana pasada|hace unos días] [leyendo sobre
        bienestar|en un vídeo de cocina|por una entrevista en la radio|en el grupo del barrio|gracias a una
        compañera|mientras esperaba en el dentista].
      [Mi cumpleaños es|Cumplo años] en
        [enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre] y [me he propuesto|me
        he prometido|he decidido] [no aplazarlo más|hacer algo por mí|tomármelo en serio|no llegar igual que el año
        pasado].
      [Tengo|Ahora tengo|Todavía tengo|Me quedan] [veinte minutos|unos quince minutos|como diez minutos|tres cuartos de
        hora] antes de [la siguiente reunión|ir al colegio|salir a comer|la próxima consulta|que cierre la oficina|mi
        clase de inglés].
      [Ya tenía pensado|Tenía ganas de|Llevo semanas pensando en|Desde enero tengo en mente] escribiros, pero [entre el
        trabajo y la casa|con tanto viaje|con los niños de vacaciones|por una cosa u otra] [se me fue pasando|no me daba
        la vida|lo dejaba para mañana|no encontraba el momento].
      """,
    life: """
      [Me acuesto|Me duermo|Acabo en la cama] [a las doce|a las doce y media|sobre la una|pasada la una|a las once y
        media] y [me levanto|me despierto|ya estoy en pie] [a las seis|a las seis y media|a las siete|a las siete menos
        cuarto|antes de las siete].
      [Desayuno|Meriendo|Almuerzo] [un café|una tostada|un cruasán|unas galletas|lo que encuentro|un bocadillo] [en el
        coche|de pie|frente a la pantalla|a deshora|entre reunión y reunión] y [ceno|pico algo] [pasadas las
        diez|tardísimo|sin mirar|delante de la tele|con lo que queda en la nevera].
      [Trabajo|Me toca trabajar|Estoy en la oficina] [de ocho a seis|de nueve a siete|hasta las siete|hasta pasadas las
        ocho|diez horas diarias][| entre semana|, de lunes a sábado|, seis días a la semana], [más el trayecto|y encima
        el atasco|y luego sigo en casa|con reuniones seguidas|casi sin pausas].
      En casa somos [tres|cuatro|cinco|seis] y [los niños|mis hijos|mis padres|mis suegros|los perros] [se
        llevan|ocupan|acaparan] [las tardes|los fines de semana|casi todas las noches|mis ratos libres].
      [Hago|Intento hacer|Con suerte hago] [bicicleta|natación|yoga|pilates|pesas|senderismo] [una vez|dos veces|un par
        de veces|tres veces] [a la semana|por quincena|al mes], [y no siempre lo cumplo|y eso si no llueve|casi siempre
        en domingo|cuando el trabajo me deja|en un polideportivo cerca de casa].
      [A media tarde|Después de comer|Sobre las cuatro|Hacia las seis|Al llegar a casa|A media mañana] [se me acaban las
        pilas|se me cierran los ojos|ya no rindo|me entra un sueño tremendo|pierdo el hilo de todo|necesito otro café]
        [casi a diario|entre semana|tres de cada cinco días|desde hace meses|últimamente].
      [La espalda|El cuello|La rodilla|La cadera|La cintura|El hombro] me [molesta|avisa|da guerra|recuerda la edad]
        [cuando paso mucho rato en la silla|al subir escaleras|en las mañanas frías|después de conducir|sobre todo los
        lunes|cuando cargo con la compra].
      En [la última revisión|la analítica de enero|el reconocimiento anual|las pruebas de la empresa] [el colesterol|el
        azúcar|la tensión|la glucosa] [salió|apareció|ya venía] [algo por encima|en el límite|fuera de rango|peor que
        hace un año].
      [Tomo|Me tomo] [tres|cuatro|cinco|dos] [cafés|tazas de café|refrescos|tés] al día y [muy poca agua|apenas un vaso
        de agua|casi nada de agua|agua solo en las comidas][|, lo sé|, para qué mentir|, y se nota].
      [Paso|Me paso|Estoy] [nueve|diez|ocho|once] horas [frente a la pantalla|en una silla|entre llamadas|en
        videollamadas] y [al salir|por la noche|ya en casa] [sigo con el móvil|me quedo viendo series|miro el correo|no
        me muevo del sofá].
      [Los sábados|Los domingos|Los fines de semana] se me van en [los recados|visitar a mis padres|los partidos de mis
        hijos|la compra|comidas de familia|recuperar sueño] y [el lunes|la semana] [arranca|empieza] [con prisas|otra
        vez a tope|sin tregua].
      [Hace un año|El año pasado|En enero|Antes de las vacaciones|Después de Navidad|En la pandemia]
        [empecé|intenté|probé] [una dieta|un reto de treinta días|clases de baile|el ayuno|la bicicleta|un curso de
        meditación] y lo dejé [al mes|a las dos semanas|en cuanto hubo viajes|por falta de tiempo|sin darme cuenta].
      [Viajo|Salgo de viaje|Me toca viajar] [cada semana|cada quincena|dos veces al mes|una vez al mes|casi cada mes] a
        [Barcelona|Lisboa|Santander|Palma|Burgos|Tenerife|Oviedo] y [como en hoteles|descanso poco|se me desordena
        todo|pierdo el ritmo|vuelvo sin pilas].
      [Cierro mes|Entrego un proyecto|Tengo auditoría|Presento cuentas|Tengo reunión con el consejo] [esta semana|cada
        viernes|a final de mes|el próximo jueves] y [tengo la cabeza en mil cosas|ando de mal humor|no desconecto ni de
        noche|se me olvida hasta comer|se me va el sueño|contesto mensajes hasta en la cena].
      """,
    wishes: """
      [Para|Antes de] [la boda de mi prima|la graduación de mi sobrino|mi cumpleaños|las vacaciones de verano|fin de
        año|el viaje a Galicia] [quisiera|me gustaría|quiero] [sentirme mejor|notar un cambio|aguantar el ritmo|caber en
        la ropa de antes|bailar toda la noche].
      [Mi hija|Mi hijo|Mi madre|Mi hermana|Mi jefa|Mi mejor amiga] [dice|opina|me repite] que [ya va siendo hora|me hace
        falta un cambio|ando sin pilas|debería cuidarme más|trabajo de más|me ve de mal humor][|, y creo que tiene
        razón|, y no puedo negarlo|, aunque se lo discuto].
      [Sueño con|Me ilusiona|Tengo ganas de|Me he propuesto|Me encantaría] [correr diez kilómetros|hacer el Camino|nadar
        en el mar sin ahogarme|jugar al pádel con mis sobrinos|viajar sin achaques|bailar como antes] [este año|antes de
        que acabe el año|en unos meses|con calma y sin lesiones].
      Con que [logre|consiga] [dormir de un tirón|comer a mis horas|moverme un poco más|bajar el ritmo|apagar el móvil
        temprano] [tres días a la semana|entre semana|la mitad del mes|aunque sea de lunes a jueves] [ya es ganancia|me
        conformo|daría un gran paso|en casa lo agradecerían].
      [En el fondo|Al final|A la larga] lo que [me mueve|me importa|me interesa] es \(.secondGoal)[|, aunque lleve
        tiempo|, paso a paso|, sin exagerar|, sin dietas raras].
      """,
    schedule: """
      [Los lunes y miércoles|Los martes y jueves|Los viernes|Los sábados temprano|De lunes a jueves|Entre semana] [estoy
        libre|puedo|tengo hueco|me viene bien] [a partir de las siete|antes de las ocho|a la hora de comer|entre dos y
        cuatro|desde las seis y media|por la noche].
      [Mi horario|Mi agenda|Mi trabajo] [cambia|se mueve|varía] [cada semana|según los clientes|cuando hay cierre|con
        los viajes|según la temporada], [así que aviso con tiempo|pero me organizo|aunque las noches son mías|por eso
        prefiero las mañanas].
      [Contesto|Miro los mensajes|Estoy pendiente] [casi siempre|sobre todo|normalmente] [por la mañana|a mediodía|por
        la tarde|después de cenar|antes de las nueve], [el resto del día voy de reunión en reunión|luego se me junta
        todo|a otras horas no prometo nada|lo demás lo veo en otro momento].
      [La semana que viene|El lunes|El jueves|A principios de mes|Pasado mañana|El fin de semana] [salgo hacia|viajo
        a|tengo que ir a] [Logroño|Salamanca|Cádiz|Lérida|Huesca|Albacete] y [vuelvo en tres días|vuelvo pronto|tendré
        poca cobertura|me llevo el portátil|puedo contestar por la noche].
      [Me queda cerca|Tengo cerca|A dos calles tengo] [un parque|una piscina|un gimnasio|una pista|un polideportivo|un
        carril bici] y [podría ir|me da tiempo de ir|me animo a ir] [antes del trabajo|al salir del trabajo|los
        sábados|a mediodía|por la noche].
      [Uso|Llevo|Tengo] un [reloj que cuenta pasos|móvil con poca memoria|móvil nuevo|teléfono de hace tres años|reloj
        sencillo|reloj de mi hermano] y [me manejo bien|me las apaño|no me lío|aprendo rápido] con [la tecnología|lo
        digital|las pantallas|esas cosas].
      [Por las mañanas|Por las noches|A mediodía|Al final del día] [hay silencio en casa|la casa está tranquila|me puedo
        concentrar|nadie me interrumpe|tengo el salón para mí] [como media hora|cosa de cuarenta minutos|casi una
        hora|unos veinte minutos][|, con suerte|, de lunes a viernes].
      [Prefiero|Me funciona|Me viene bien] [el mensaje|la videollamada|la llamada|un correo corto|el audio] [entre
        semana|los sábados|por la noche|cuando voy en el coche|al salir del trabajo], [así no interrumpo nada|así lo veo
        con calma|porque soy de costumbres|porque olvido las cosas].
      """,
    doubts: """
      [Lo hablé|Lo comenté|Lo estuve hablando] [anoche|ayer|el domingo|esta mañana|en la comida] con [mi hermana|mi
        madre|un colega|mi prima|una amiga|mi cuñada|mi vecino] y [me hizo la misma pregunta|no lo ve tan claro|dice que
        no corra|me pidió que preguntara|le parece interesante].
      [Hace dos años|El año pasado|Hace tiempo|Una vez] [me fue mal|tuve una mala experiencia|acabé con un
        disgusto|perdí el tiempo] con [una clínica|un gimnasio|una nutricionista|un curso en línea|otra página|una
        suscripción] y [desde entonces|por eso|desde aquello] [pregunto todo|voy con cuidado|leo hasta la letra
        pequeña|me lo tomo con calma].
      [Este mes|Este trimestre|Esta temporada|Por ahora] [tengo encima|se me juntan|hay que resolver] [los libros del
        colegio|los regalos de Navidad|las reformas de casa|los seguros del coche|los impuestos del piso|los arreglos
        del tejado|las clases de los niños], [así que voy con cuidado|por eso lo miro dos veces|y hay que cuadrar
        cuentas|y no quiero sustos].
      [Soy de|Acostumbro a|Me gusta] [comparar|preguntar mucho|leerlo todo|tomar notas|consultar con la almohada|mirarlo
        bien] antes de [decidir|dar el sí|comprometerme|meterme en algo nuevo][|, espero no molestar|, es mi manera de
        ser|, ya me conocen en casa|, así evito sorpresas].
      [Me da miedo|Me da apuro|Me inquieta|Me frena] [no ser constante|dejarlo a medias|no tener disciplina|exigirme de
        más|comprometerme y fallar|quedarme a la mitad] [como otras veces|con tanto trabajo|en temporada alta|si se
        complica la oficina|cuando lleguen las fiestas].
      [Una vecina|Un primo|Mi gestora|Una colega|Mi entrenador|Un amigo médico] [probó algo parecido|estuvo en algo
        similar|me habló de otro sistema] y [le fue bien|le fue regular|lo dejó pronto|ahí sigue][, aunque cada uno es
        distinto|, pero tenía más tiempo|, por eso pregunto|, así que quiero ir sobre seguro].
      [Entre|Con] [la oficina y la casa|los viajes y los cierres|los clientes y el tráfico|los niños y el trabajo|las
        reuniones y los correos] me quedan [veinte minutos|treinta minutos|pocos minutos|cuarenta minutos] [para mí|de
        calma|sin obligaciones] [al día|entre semana|cada noche|por jornada].
      [Mi familia|Mi hija|Mi socio|Mi hermano|Mi madre] [también|igual] [va a preguntarme|querrá saber|me va a pedir que
        explique] [cómo lo elegí|si va en serio|en qué me estoy metiendo|por qué ahora|si ya lo he comparado], [así que
        prefiero tenerlo claro|por eso le doy tantas vueltas|y me gusta tener respuestas|y no quiero improvisar].
      """,
    readiness: """
      Ya lo he [comentado|hablado|consultado] con [mi jefa|mi familia|mi hermana|mi equipo|mi madre] y [le parece
        bien|me apoya|está de acuerdo|hasta se ha alegrado][|, así que no hay marcha atrás|, y eso me anima|, por fin|,
        ya era hora].
      [Me gustaría|Prefiero|Me viene bien] [arrancar|ponerme con ello] [el lunes|a principios de mes|después del
        puente|pasadas las fiestas|la semana que viene], [que es cuando|porque entonces] [baja el trabajo|estoy en la
        ciudad|los niños vuelven al colegio|cierro asuntos].
      [Tengo a mano|Ya he reunido|Aquí tengo] [el documento de identidad|los informes recientes|los datos de la
        empresa|la última receta|el resultado de la revisión|mi peso y estatura] [por si hace falta|para lo que
        queráis|en el móvil|en el ordenador|en el correo][|, basta con pedirlo|, todo al día].
      [Se me puede localizar|Me encontráis|Contesto] [hoy|mañana|el resto de la semana|esta tarde] [hasta las ocho|de
        nueve a dos|a partir de las cinco|a la hora de comer|en la oficina|en casa][|, sin problema|, y si no, dejad
        mensaje].
      [Ya he preparado|Ya he reservado|Ya he apartado] [un sitio en el salón|una hora en la agenda|las mañanas de lunes
        y viernes|un rincón del cuarto|las zapatillas y una esterilla|una libreta nueva] [para esto|para tomármelo en
        serio|con toda la intención|y he avisado en casa|y he avisado en la oficina][|, faltaría más|, como debe ser].
      [Me anima|Me ilusiona|Me da alegría|Me apetece] [dar el paso|decidirme por fin|intentar algo así|tener un rumbo
        claro] [después de tantas vueltas|a mis \(.age) años|en esta etapa|con todo el trabajo que tengo|antes de que
        acabe el año][|, la verdad|, lo confieso].
      """,
    progress: """
      [Ayer|Hoy temprano|El lunes|Anteayer|Anoche] [caminé|hice estiramientos|hice ejercicio|salí a trotar] [veinte
        minutos|media hora|cuarenta minutos|casi una hora] [en el parque|antes de cenar|con el perro|con mi hermana|en
        un gimnasio del barrio] y [me sentó bien|dormí mejor|me levanté con más ánimo|no se me hizo largo].
      [Ya he cambiado|Estoy cambiando|Voy cambiando] [el refresco por agua|el pan de la noche|la hora de la cena|el café
        de la tarde|la hora de acostarme] [y se nota|y lo llevo bien|aunque no siempre|con ayuda de mi familia|poco a
        poco][|, quién lo diría|, sin dramas].
      [Ya he entrado|Ya me he registrado|Ya lo he mirado todo|He hecho el registro] [hoy|hace un rato|esta mañana|a
        mediodía] [desde el móvil|en el ordenador|con ayuda de mi sobrino|en la tableta] y [se ve sencillo|no he tenido
        problemas|ha cargado rápido|lo he entendido a la primera|he tardado un poco pero ya está].
      [He apuntado|He anotado|Dejo por escrito] [mis horarios|mi peso de hoy|lo que comí ayer|mis preguntas|cómo he
        dormido|mis medidas] en [una libreta|el móvil|una hoja en la nevera|el calendario], [como me dijisteis|para no
        olvidarlo|para comparar después|por si lo pedís].
      [Mi familia|Mi hija|Mi compañero de oficina|Mi madre|Mi hermano] [ya ha notado|ya me ha comentado|dice] [que estoy
        de mejor humor|que camino más|que ceno temprano|que dejo el móvil a tiempo|que respiro mejor][|, y eso motiva|,
        aunque acabo de empezar|, qué gusto].
      [El martes|El miércoles|El jueves|El lunes que viene|Mañana] [tengo|me toca] [una reunión larga|un viaje
        corto|visita de mis suegros|examen de mi hija|turno doble|comida con clientes] y [quizá me retrase|me organizo
        desde hoy|haré lo que pueda|lo compenso el sábado].
      [Elegí|Me tocó|Cogí] [el horario|el turno|el hueco] de [las siete|las ocho de la tarde|los sábados|la
        mañana|mediodía|las seis y media], [que me va bien|a ver si lo mantengo|que es mi mejor hora|como había pedido].
      [Estos días|Esta semana|Desde el lunes|Desde que me registré] [me levanto|me despierto|salgo de la cama] [diez
        minutos antes|sin despertador|con más ánimo|de mejor humor] y [desayuno en casa|voy a pie a la oficina|me da
        tiempo de estirar|llego con calma].
      """,
    parting: """
      [Ya me voy|Ahora me voy|Me voy corriendo|Tengo que irme] [a comer|a una reunión|a por los niños|a la oficina|a la
        compra|a descansar|al gimnasio], [que se hace tarde|que ya es hora|que me esperan|con el tiempo justo|y con
        mejor ánimo].
      [Esta noche|Mañana|El fin de semana|Hoy mismo|Más tarde] [se lo cuento|se lo explico|se lo comento] a [mi
        hermana|mi madre|mi vecina|una amiga|mi cuñado|mi jefa|mi hijo][|, que le va a interesar|, que siempre
        pregunta|, que anda en lo mismo].
      [Me llevo|Me quedo con] [varias ideas|buenos consejos|las cosas claras|más ánimo que al principio|tarea para la
        semana|un buen sabor de boca] [de esta charla|de hoy|de todo esto|después de hablar][|, y eso no es poco|, lo
        digo de corazón|, la verdad].
      [Que tengáis|Os deseo|Que paséis] [una tarde tranquila|una semana estupenda|un buen fin de semana|una buena
        noche|un día ligero|un buen cierre de mes], [de verdad|de todo corazón|de mi parte|y ojalá sin prisas].
      [Voy a|Pienso|Me propongo] [descansar|dormir temprano|caminar un rato|preparar la cena|apagar el móvil|poner en
        orden la semana] [hoy|en cuanto llegue a casa|esta noche|después del trabajo|antes de las once], [como
        quedamos|a ver qué tal|por algo se empieza|aunque sea un poco].
      [Ya he guardado|Voy a guardar|Tengo a mano] [esta conversación|lo que me has escrito|tus respuestas|los datos que
        me has pasado] [en el móvil|en el correo|para leerlo con calma|por si hace falta después|para mi familia][|,
        como respaldo|, no vaya a ser].
      [Si algo cambia|Si me surge algo|Si se me ocurre algo más|Cualquier novedad] [en la semana|por la noche|de aquí al
        lunes|durante el mes|en estos días], [ya os escribo|os mando un mensaje|aquí nos leemos|os lo hago saber|lo
        apunto y os digo].
      [Me ha dado|Me da] [mucha confianza|tranquilidad|gusto|seguridad] [tu manera de explicar|que fueras al grano|que
        me escucharas|que no me metieras prisa|la claridad de todo|tu paciencia][|, y no es fácil|, se nota la
        experiencia|, créeme].
      [Aquí en|Por aquí, en] [Madrid|Valencia|Bilbao|Granada|Gijón|Toledo|Cáceres|Vigo] [ya es tarde|ya ha
        oscurecido|empieza a llover|hace un calor tremendo|refresca|ya huele a cena] y [me toca cerrar el día|todavía me
        queda un asunto|me esperan en casa|hay que descansar].
      """)
}
